"""About us: what we do and how we are doing."""

from core.demo.body import call_to_action, details, do_list, document, dont_list, heading, table, text, warning
from home.demo.standards import STANDARDS_FILE, standards_table
from home.demo.texts import PageText

WHAT_WE_DO = PageText(
    address="/about-us/what-we-do/",
    title="What we do",
    summary="""
        Answering 999 calls and bringing medical care to people across the capital, at any hour, every day of the
        year, comes first. We also take booked patients to and from hospital, help find hospital beds and prepare for
        major incidents.
    """,
    extra={"show_contents": True},
    body=[
        warning(
            "Call 999 now if it is an emergency",
            """
            Call 999 if somebody is seriously ill or injured and their life may be at risk. If it is not an emergency,
            use <a href="https://111.nhs.uk/">111 online</a> or call 111. This website cannot send an ambulance.
            """,
        ),
        heading("Answering 999 calls"),
        text("""
            A call for an ambulance reaches one of our control rooms. The call handler’s first questions are always
            about where the patient is and whether they are awake and breathing, because those answers decide
            everything that follows. A crew can be on its way while you are still talking.

            The questions that come after do not slow the ambulance down. They place the call in one of four
            categories, so that the people in greatest danger are reached first, and they let the call handler tell
            you what to do until help is with you.
        """),
        table(
            "The four categories of 999 call in England",
            ["Category", "Kind of call", "Standard"],
            [
                ["Category 1", "Life-threatening", "7 minutes on average; 9 in 10 within 15 minutes"],
                ["Category 2", "Emergency", "18 minutes on average; 9 in 10 within 40 minutes"],
                ["Category 3", "Urgent", "9 in 10 within 120 minutes"],
                ["Category 4", "Less urgent", "9 in 10 within 180 minutes"],
            ],
        ),
        text("""
            These standards come from the Ambulance Response Programme and have been in use since late 2017. What they
            measure, and where to find the results, is on
            <a href="/about-us/how-we-are-doing/">how we are doing</a>.
        """),
        heading("When you make the call"),
        do_list(
            "say where you are first: a house number and postcode, or what you can see around you",
            "stay on the line and answer the questions, even if they seem slow",
            "ask somebody to open the door, put lights on and shut pets away",
            "call back on 999 if the patient gets worse or no longer needs help",
        ),
        dont_list(
            "ring off before you are told to",
            "leave the patient alone to look out for the crew, unless you are told to",
            "call a second time only to ask how long it will be: it keeps a line from another caller",
        ),
        heading("Treating people where they are"),
        text("""
            Not everybody who calls needs a hospital. Some people are best helped by a clinician over the telephone.
            Some are treated at home and stay there. Others are handed to a service that suits them better, such as
            their GP or a community nurse. When hospital is right, it need not be the nearest one: for
            certain injuries and illnesses, a specialist centre farther away is the better choice, and the crew makes
            it.
        """),
        heading("Journeys that are booked ahead"),
        text("""
            Patient transport is for people who have an appointment or are going home and, for a medical reason,
            cannot travel by other means. The hospital or clinic that treats the patient arranges the journey. If you
            think that you need it, ask them, not us: they know what was booked and can change it.
        """),
        heading("Finding hospital beds"),
        text("""
            When a hospital has no bed that is right for a patient, somebody must find one elsewhere, fast.
            Staff who can see across the capital help hospitals do this, and arrange the move.
        """),
        heading("Major incidents"),
        text("""
            Some events are too big for everyday ways of working: a train crash, a large fire, an attack, a flood. We
            plan for these with the police and the fire brigade, so that at the scene everyone knows who commands,
            where patients are gathered, how they are sorted by urgency and which hospital each one goes to. Large
            sporting events are planned the same way; <a href="/about-us/london-2012/">the summer of 2012</a> was the
            biggest.
        """),
        details(
            "Calling 999 if you cannot hear or speak on the telephone",
            """
            In the United Kingdom you can text 999 from a mobile phone once you have registered it: text the word
            register to 999 and follow the reply. Deaf people who use British Sign Language can reach 999 by video at
            <a href="https://999bsl.co.uk/">999bsl.co.uk</a>.
            """,
        ),
        call_to_action("How quickly help should come", "/about-us/how-we-are-doing/"),
    ],
)

HOW_WE_ARE_DOING = PageText(
    address="/about-us/how-we-are-doing/",
    title="How we are doing",
    summary="""
        Government sets how quickly an ambulance should reach each kind of 999 call, and we are measured against that
        and against standards for the care we give. This page explains the standards and where results are published.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            Two questions matter to anybody who has waited for an ambulance. How long until somebody came? And
            was what they did any good? Both are measured, in the same way, for every ambulance service in England.
        """),
        heading("The response time standards"),
        text("""
            Each of the four categories of call has a standard. For the two most urgent there is a mean, which is the
            plain average, and a 90th centile, which is the time within which nine calls in ten are reached. For
            the other two there is only the 90th centile.
        """),
        standards_table(),
        text("""
            Source: NHS England, Ambulance Response Programme, adopted in 2017. The same table is here as a file that
            you can open in a spreadsheet.
        """),
        document(STANDARDS_FILE),
        heading("Why the mean and the 90th centile are both needed"),
        text("""
            An average hides its worst days. If most calls are reached in five minutes and a few in an hour, the
            average can look respectable. The 90th centile asks about the slowest tenth, and a service can meet
            the one and miss the other.
        """),
        details(
            "What was measured before 2017",
            """
            Until 2017 the main measure was the share of the most serious calls, then known as Category A, reached
            within eight minutes: it was to be at least 75 in 100. A vehicle able to carry the patient was to be
            there within 19 minutes in 95 cases out of 100. Figures from then and now cannot be put on one line of a
            chart, because they do not measure the same thing.
            """,
        ),
        heading("The care patients get"),
        text("""
            Speed is half of it. National clinical indicators look at what happened to patients with the conditions in
            which an ambulance crew makes the greatest difference, for instance how many people whose heart had
            stopped had a pulse again on arrival at hospital. They take longer to collect than times do, and come out
            about three months later.
        """),
        heading("Reading the results fairly"),
        do_list(
            "compare a month with the same month of other years: winter is always harder",
            "look at whether a figure is provisional, as new ones are, or revised",
            "compare with the standard that was in force at the time",
        ),
        dont_list("compare England with Scotland, Wales or Northern Ireland: their measures are not the same"),
        call_to_action("Where to find the results today", "/how-we-are-doing/"),
    ],
)
