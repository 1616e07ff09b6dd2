"""The languages that files say they are in, by their tags (BCP 47), as people are told them."""

import re

# The main languages of people in England and Wales (Office for National Statistics, Census 2021, table TS024), and
# those of the British Isles, by their shortest codes of ISO 639.
NAMES = {
    "af": "Afrikaans", "ak": "Akan", "am": "Amharic", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali",
    "ca": "Catalan", "ckb": "Central Kurdish", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fil": "Filipino", "fr": "French", "ga": "Irish", "gd": "Scottish Gaelic", "gu": "Gujarati", "gv": "Manx",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "ig": "Igbo",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "ku": "Kurdish",
    "kw": "Cornish", "ln": "Lingala", "lt": "Lithuanian", "lv": "Latvian", "ml": "Malayalam", "mr": "Marathi",
    "ms": "Malay", "nb": "Norwegian", "ne": "Nepali", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian",
    "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sco": "Scots", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "sn": "Shona", "so": "Somali",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu",
    "th": "Thai", "ti": "Tigrinya", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "yi": "Yiddish", "yo": "Yoruba", "yue": "Cantonese", "zh": "Chinese",
}  # fmt: skip
# Where the script decides who can read it.
_CHINESE = {"zh-Hans": "Chinese (simplified)", "zh-Hant": "Chinese (traditional)"}
_TRADITIONAL = {"TW", "HK", "MO"}
_SIMPLIFIED = {"CN", "SG"}
_TAG = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?(?:-[A-Za-z0-9-]+)?")


def language_tag(declared: str) -> str:
    """Return the tag that a link to a file with this one carries; "" for none, or for one that says nothing to us.

    The region is left out: files name some that there are not (en-UK), and it changes nothing for who reads.
    """
    found = _TAG.fullmatch(declared.strip().replace("_", "-"))
    if found is None or found[1].lower() not in NAMES:
        return ""
    language, script, region = found[1].lower(), (found[2] or "").title(), (found[3] or "").upper()
    if language != "zh":
        return language
    if script not in {"Hans", "Hant"}:
        script = "Hant" if region in _TRADITIONAL else "Hans" if region in _SIMPLIFIED else ""
    return f"zh-{script}" if script else "zh"


def language_name(declared: str) -> str:
    """Return the English name of the language of this tag; "" where `language_tag` is."""
    tag = language_tag(declared)
    return _CHINESE.get(tag) or NAMES.get(tag, "")
