"""The parts of the site whose apps come later: what can be had today and where to ask. Each may be taken over."""

from core.demo.body import (
    call_to_action,
    contact_details,
    document,
    dont_list,
    heading,
    inset,
    summary_list,
    table,
    text,
    warning,
)
from home.demo.pages import foi
from home.demo.papers import LETTER, POSTER, SUMMARY
from home.demo.standards import STANDARDS_FILE, standards_table
from home.demo.texts import PageText

MENU = {"show_in_menus": True}

STATIONS = PageText(
    address="/stations-and-hospitals/",
    title="Stations and hospitals",
    summary="""
        Where London’s ambulance stations are, which hospitals crews work with, and how to ask about a particular
        building. Stations have no waiting room: in an emergency call 999.
    """,
    extra=MENU,
    body=[
        warning(
            "This page does not tell you where to go in an emergency",
            """
            Call 999. The crew decides which hospital is right for the patient. If it is not an emergency,
            <a href="https://111.nhs.uk/">111 online</a> can tell you which service is open near you.
            """,
        ),
        heading("What you can find out today"),
        table(
            "How many stations there are, by date of the figure",
            ["Stations", "As of", "Source"],
            [
                ["70", "to about 2018", "The Service’s website"],
                ["68", "2019 to 2021", "Inside Croydon, 2021"],
                ["66 or 67", "2025 to 2026", "Open data, counted for this demonstration"],
            ],
        ),
        text("""
            They lie in five sectors (North Central, North East, North West, South East and South West), from
            Heathrow to Upminster and from Enfield to Purley. <a href="/about-us/where-we-are/">Where we are</a> says
            more about how they work together.

            A list with addresses is not on this page yet. To look up a hospital, use the
            <a href="https://www.nhs.uk/service-search/">NHS website’s service search</a>.
        """),
        heading("Asking about a building"),
        text("""
            Tell us the street or the name of the station and what you would like to know. Say if there is a date by
            which you need the answer.
        """),
        contact_details("general"),
    ],
)

PERFORMANCE = PageText(
    address="/how-we-are-doing/",
    title="How we are doing",
    summary="""
        How fast ambulances should reach each kind of call, and where the results for London are published each month.
    """,
    extra=MENU | {"seo_title": "How we are doing: the standards in short"},
    body=[
        standards_table(),
        text("""
            Source: NHS England, Ambulance Response Programme. The 90th centile is the time within which nine calls in
            ten are reached. <a href="/about-us/how-we-are-doing/">How we are doing, in About us</a>, explains the
            standards and how to read results fairly.
        """),
        document(STANDARDS_FILE),
        heading("Where the results are"),
        text("""
            Results are not shown on this page yet. NHS England publishes them every month for each ambulance service,
            as <a
            href="https://www.england.nhs.uk/statistics/statistical-work-areas/ambulance-quality-indicators/">Ambulance
            Quality Indicators</a>. Look for the organisation code RRU, which stands for London.

            - Systems indicators are about calls and times. They come out each month for the month before.
            - Clinical outcomes are about what happened to patients. They come about three months later.
        """),
        heading("Inspections"),
        text("""
            What inspectors found is a question of its own. See
            <a href="/about-us/cqc-inspection-report/">CQC inspection report</a>.
        """),
        call_to_action("What the standards mean", "/about-us/how-we-are-doing/"),
    ],
)

PUBLICATIONS = PageText(
    address="/publications/",
    title="Publications",
    summary="""
        Annual reports, quality accounts, strategies and policies. A searchable list is not here yet: this page says
        what exists and how to get it.
    """,
    extra=MENU,
    body=[
        heading("What we publish"),
        summary_list(
            (
                "Every year",
                "Annual report and accounts, quality account, gender pay gap, reports on workforce equality",
            ),
            ("Every month", "Payments over £25,000"),
            ("Every two months", 'Papers of the Trust Board: see <a href="/board-meetings/">board meetings</a>'),
            ("When they change", "Strategies, plans and policies"),
        ),
        text("""
            <a href="/about-us/our-publications/">Our publications, in About us</a>, describes what you will find in
            each kind.
        """),
        heading("How to get a document today"),
        text("""
            Write to us with the title if you know it, or with the subject and the year. You need not say why you want
            it. Say which format suits you: a web page, a file, large print, Easy Read, braille or audio.

            If we hold it and it may be released, you get it. If you would rather make a formal request, with a time
            limit that the law sets, use <a href="/freedom-of-information/">Freedom of Information</a>.
        """),
        contact_details("general"),
        heading("Files you can have now"),
        text("The national standards for ambulance response times: to read, to hang up, and for spreadsheets."),
        document(SUMMARY, show_cover=True),
        document(POSTER, show_cover=True),
        document(STANDARDS_FILE),
        text("And a letter with which to ask us for information, to fill in."),
        document(LETTER),
    ],
)

BOARD = PageText(
    address="/board-meetings/",
    title="Board meetings",
    summary="""
        The Trust Board meets in public every two months. What a meeting is like, how to ask for an agenda, papers or
        minutes, and how to put a question.
    """,
    body=[
        inset("These are meetings held in public. They are not public meetings: the Board works, and you can watch."),
        summary_list(
            ("How often", "Every two months (source: the Service’s former About us page)"),
            ("Notice", "At least three clear days, as the Public Bodies (Admission to Meetings) Act 1960 asks"),
            ("Headquarters", "220 Waterloo Road, London SE1 8SD"),
        ),
        heading("Dates and papers"),
        text("""
            Dates, agendas and papers are not on this page yet, and this demonstration announces no meetings. To
            have papers sent to you, write and say which meeting they are for, or from which year.
        """),
        contact_details("general"),
        heading("What papers there are"),
        summary_list(
            ("Agenda", "What will be discussed, in which order, and whether it is for decision or for information"),
            ("Papers", "What directors are told before they decide"),
            ("Minutes", "What was said and decided. They are a draft until the next meeting has agreed them"),
        ),
        heading("When the public is asked to leave"),
        text("""
            Some business has to be confidential, such as the care of one person or the terms of a contract that is
            not yet signed. The Board can then decide to go on in private. The decision itself is made in public and
            stands in the minutes.
        """),
        heading("Who is on the Board"),
        text('<a href="/about-us/how-we-are-run/">How we are run</a> explains who its members are and what they do.'),
    ],
)

TENDERS = PageText(
    address="/tenders/",
    title="Tenders",
    summary="""
        Where to find what the Service is buying, until when you can bid, and whom to ask. The notices themselves are
        on Find a Tender.
    """,
    body=[
        inset("""
            Notices are not listed on this page yet. Closing dates and documents are on the national service, and
            what stands there counts.
        """),
        heading("Find our notices"),
        text("""
            - Go to <a href="https://www.find-tender.service.gov.uk/">Find a Tender</a>.
            - Search for London Ambulance Service, or for our code, GB-PPON-PGJC-9175-DMRR.
            - Choose whether to see planned work, open tenders or contracts that have been awarded.
        """),
        summary_list(
            ("Planned", "What we expect to buy, so that you can get ready or tell us what the market can do"),
            ("Open", "What you can bid for now. Look at the closing date, and at the time of day"),
            ("Awarded", "Who won, for how much and for how long: a hint of when it may be bought again"),
        ),
        heading("Ask a question"),
        text("""
            Questions about an open tender must be asked in the way that its notice says, so that every bidder
            sees the answer. For anything else, write to us.
        """),
        contact_details("suppliers"),
        call_to_action("Read about working with us", "/about-us/working-with-suppliers/"),
    ],
)

STORIES = PageText(
    address="/patient-stories/",
    title="Patient stories",
    summary="""
        What it is like to need an ambulance, told by people who did. How stories come to be published, and how
        to tell us yours.
    """,
    body=[
        text("""
            A figure says how many people were reached in time. It does not say what the waiting was like, or that
            somebody held a hand. Stories do that, for staff as much as for readers.

            There are no stories here yet. The words of a patient on our <a href="/about-us/">About us</a> page are
            invented for this demonstration.
        """),
        heading("How a story is published"),
        text("""
            - You decide whether to tell it, and what to leave out.
            - You see the words before anybody else does.
            - You choose whether your name, your picture, both or neither go with it.
            - You sign a consent form that says where it may be used and for how long.
            - You can change your mind later, and the story is taken down.
        """),
        heading("Tell us about your care"),
        text("""
            You need not want to be published to write to us. Thanks reach the crew, and what went wrong reaches
            those who can change it. Give the date, the rough time and the place, so that we can find out who
            came.
        """),
        contact_details("pals"),
        dont_list("use a website to tell us about something urgent: call 999 in an emergency, or 111"),
    ],
)

PAGES = [STATIONS, PERFORMANCE, PUBLICATIONS, foi.FOI, BOARD, TENDERS, STORIES]
