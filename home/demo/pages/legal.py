"""Privacy, cookies, terms and conditions."""

from django.conf import settings

from core.demo.body import (
    call_to_action,
    contact_details,
    details,
    dont_list,
    heading,
    inset,
    summary_list,
    table,
    text,
    warning,
)
from home.demo.texts import PageText

PRIVACY = PageText(
    address="/privacy/",
    title="Privacy",
    summary=f"""
        What this website keeps about you, why, for how long, and your rights. In short: what you write to us, for
        {settings.CONTACT_MESSAGE_DAYS} or {settings.FEEDBACK_COMMENT_DAYS} days, and a log of requests to keep the
        site safe. Nobody is tracked.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            This page is about the website. It is a demonstration, run by whoever installed it, and not by London
            Ambulance Service NHS Trust. What the Service records when it treats a patient is another
            matter, for its own privacy notice.
        """),
        heading("What we keep"),
        table(
            "What this website keeps about visitors",
            ["What", "Why", "For how long"],
            [
                [
                    "A message sent by the contact form: your name, email address, topic and words",
                    "To answer you",
                    f"{settings.CONTACT_MESSAGE_DAYS} days, then it is deleted",
                ],
                [
                    "A comment on a page. Email addresses, long numbers and postcodes are taken out first",
                    "To make the page better",
                    f"{settings.FEEDBACK_COMMENT_DAYS} days, then it is deleted",
                ],
                [
                    "How many said Yes and No of a page on a day, and nothing about who did",
                    "To find the pages that need work",
                    "For good",
                ],
                [
                    "Your internet address when you send a form, made unreadable by a keyed hash",
                    "To stop one address from flooding the form",
                    "1 day",
                ],
                [
                    "Server logs: internet address, time, page asked for, browser",
                    "To find faults and attacks",
                    "As the operator of the server has set, usually 30 days or less",
                ],
                [
                    "Editors only: name, work email address, what they changed and when",
                    "To know who published what",
                    "As long as the pages it is about",
                ],
            ],
        ),
        heading("What we do not do"),
        dont_list(
            "use analytics, advertising or profiles",
            "load anything from other companies’ servers when you read a page",
            "sell or swap information about you",
            "decide anything about you by machine",
        ),
        text("""
            A few pages may offer a film or a map from another company. It is loaded only if you open the page
            made for it, which names the company first. See <a href="/cookies/">cookies</a> for what is stored
            on your device.
        """),
        heading("Our lawful basis"),
        text("""
            For a public body, answering the public and keeping its website safe are tasks carried out in the public
            interest (Article 6(1)(e) of the UK GDPR). If your message says something about health, it is handled
            as part of managing health services (Article 9(2)(h)). Please say no more than you need to.
        """),
        heading("Who sees it"),
        text("""
            A message goes to the team whose topic you choose, by email, and you are sent a copy. The company that
            hosts the server handles the data on our instructions. Nobody else is given it unless the law demands
            it. It is kept in the country where the operator of the site keeps its server and mail.
        """),
        heading("Your rights"),
        text("""
            - To be told what is held about you, and to have a copy.
            - To have it corrected if it is wrong.
            - To object to its use, or to have its use limited.
            - To have it erased, where the law gives that right.

            Give us the reference of your message if you have one. You will hear from us within one month. It costs
            nothing.
        """),
        contact_details("data_protection"),
        heading("If you are not satisfied"),
        text("""
            Tell us first, if you can. You have the right to complain to the regulator of information rights at any
            time. That is the Information Commissioner’s Office, at
            <a href="https://ico.org.uk/make-a-complaint/">ico.org.uk/make-a-complaint</a>.
        """),
        heading("Changes"),
        text("This page was last changed on 24 November 2026."),
    ],
)

COOKIES = PageText(
    address="/cookies/",
    title="Cookies",
    summary="""
        Reading this site sets no cookies. One is set when you open the form to write to us, and three when an editor
        signs in. None of them follows you.
    """,
    body=[
        text("""
            A cookie is a small piece of text that a website asks your browser to keep and send back. This site uses
            cookies only where something would not work without them, so there is no banner to click away.
        """),
        heading("The cookie csrftoken"),
        summary_list(
            ("When it is set", "When you open the form to write to us. To say whether a page is useful sets none"),
            ("What it is for", "It proves that a form was sent from this site and not by another one in your name"),
            ("When it ends", "After 1 year, or when you delete it"),
        ),
        heading("The cookie sessionid"),
        summary_list(
            ("When it is set", "When an editor signs in; never for visitors"),
            ("What it is for", "It keeps the editor signed in"),
            ("When it ends", "When the browser is closed, and after some hours at the latest"),
        ),
        heading("The cookie known_browser"),
        summary_list(
            ("When it is set", "When an editor signs in; never for visitors, and sent to the sign-in pages only"),
            ("What it is for", "Strangers who guess the editor’s password cannot keep the editor out"),
            ("When it ends", "After 90 days"),
        ),
        heading("Why you are not asked"),
        text("""
            The Privacy and Electronic Communications Regulations ask for your consent before anything is stored on
            your device, unless it is strictly necessary for a service that you asked for. All of these cookies are.
        """),
        heading("No statistics, no third parties"),
        text("""
            We do not measure visits with cookies or with anything like them. Fonts, scripts and pictures all come
            from this site. If a page offers a film or a map by another company, it is on a page of its own that tells
            you so, and that company may set cookies there if you open it.
        """),
        details(
            "How to see or delete cookies",
            """
            Every browser can show and delete cookies: look in its settings for privacy. If you block them for this
            site, all pages can still be read. Only forms will not be accepted.
            """,
        ),
        heading("Related pages"),
        text('<a href="/privacy/">Privacy</a> says what is kept when you send us a message.'),
        text("This page was last changed on 24 November 2026."),
    ],
)

TERMS = PageText(
    address="/terms/",
    title="Terms and conditions",
    summary="""
        You may reuse what is written here under the Open Government Licence. What that asks of you, what it does
        not cover, and how far you can rely on a demonstration.
    """,
    extra={"show_contents": True},
    body=[
        heading("What this site is"),
        text("""
            This is a demonstration of LASweb. It shows what the website of an ambulance trust could look like, with
            facts about London’s ambulance service that carry their date and source, and with invented people, news
            and events. It is not run or approved by London Ambulance Service NHS Trust. Do not rely on it for
            anything that matters: look at the Service’s own website, <a
            href="https://www.londonambulance.nhs.uk/">londonambulance.nhs.uk</a>.
        """),
        warning(
            "It is not medical advice",
            """
            In a medical emergency call 999. If you need medical help that is not an emergency, use
            <a href="https://111.nhs.uk/">111 online</a> or call 111.
            """,
        ),
        heading("Copying and reuse"),
        text("""
            Unless it says otherwise, you may use the text of this site free of charge, in any format, under the
            <a href="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/">Open Government
            Licence v3.0</a>. The licence asks you to name the source, and to link to the licence if you can. A line
            such as this will do:
        """),
        inset("""
            Contains public sector information licensed under the Open Government Licence v3.0.
        """),
        heading("What the licence does not cover"),
        summary_list(
            ("Logos and names", "The NHS lettering, and the logos and trade marks of the Service or of others"),
            ("Personal information", "Anything about a person who can be recognised, in words or pictures"),
            ("Others’ work", "Material that belongs to somebody else. You need that person’s permission"),
        ),
        text("""
            Statistics about ambulance services come from NHS England and are under the same licence. Notices about
            contracts are from Find a Tender and Contracts Finder, likewise.
        """),
        heading("Links"),
        text("""
            You may link to any page. Please do not do so in a way that suggests we endorse you, and do not put our
            pages in a frame. We link to other sites where that is useful to readers. We do not run them and
            cannot answer for what is on them.
        """),
        heading("Using the site fairly"),
        text("""
            Do not try to damage the site, to get into parts that are not public or to stop others from using it. If
            you find a weakness in its security, tell us before you tell others.
            <a href="/.well-known/security.txt">security.txt</a> has the address.
        """),
        heading("Law"),
        text("""
            The law of England and Wales applies to these terms. Nothing in them takes away a right that you have
            as a consumer or under data protection law. See also <a href="/privacy/">privacy</a> and
            <a href="/cookies/">cookies</a>.
        """),
        call_to_action("Contact us", "/contact/"),
    ],
)

PAGES = [PRIVACY, COOKIES, TERMS]
