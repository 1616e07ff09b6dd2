"""About us: the section's front, who we are, where we are."""

from core.demo.body import call_to_action, details, heading, inset, quote, summary_list, table, text
from home.demo.texts import PageText
from home.models import SectionHubPage

HUB = PageText(
    address="/about-us/",
    title="About us",
    summary="""
        Who runs London’s ambulance service, what it does, how it is checked and how you can have a say. Each part of
        this section starts with a short answer and leads to a page with the rest.
    """,
    model=SectionHubPage,
    extra={
        "show_in_menus": True,
        "quote": [
            quote(
                """
                I remember the kitchen floor, and then a voice telling me her name and that she was not going
                anywhere. Months later I asked to meet the crew. I wanted them to see me standing up.
                """,
                "Marguerite Adeyemi-Hall",
                "Treated after a cardiac arrest (an invented patient)",
            )
        ],
    },
    body=[
        text("""
            London’s ambulance service is part of the NHS. It answers 999 calls for medical emergencies in every
            London borough, at every hour of every day, and it is paid for from public money. So the public is owed a
            plain account of it: what it does, who decides, what it spends, and how quickly help comes.

            Some figures for the Service change from one year to the next, and older pages gave them without a date.
            Here every figure has its date and its source beside it.
        """)
    ],
)

WHO_WE_ARE = PageText(
    address="/about-us/who-we-are/",
    title="Who we are",
    summary="""
        We are the NHS ambulance service for the whole of London: more than eight million people call on us, and what
        we do for them costs them nothing when they need it.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            When somebody in London dials 999 and asks for an ambulance, we answer. We decide with the caller what
            help is needed, send it, begin treatment on the spot and, when hospital is the right place, take the
            patient there. No other emergency ambulance service in the United Kingdom is as busy.

            We are an NHS trust, and the only one whose patch is the whole of London. Hospitals, mental health and
            community trusts each look after a part of the capital. We work with all of them, often on the same day
            and for the same patient.
        """),
        heading("Care that is free when you need it"),
        text("""
            You never pay for calling 999, for the crew who come, for what they do or for the journey. That holds
            wherever in London you fall ill, whether you live here or are passing through.
        """),
        heading("Our people"),
        text("""
            Most of those who work here are in one of three places: on the road, in a control room, or in the
            teams that keep the other two going. A call involves all of them.

            - Control room staff answer 999 calls, work out how urgent each one is, tell callers what to do until
              help arrives, and send the nearest right crew.
            - Crews on the road assess, treat and reassure patients, at home, in the street or on the way to hospital.
            - Support teams buy, clean, repair and restock vehicles, train staff, look after buildings and computers,
              and handle complaints, records and requests for information.
        """),
        heading("How big we are"),
        text("""
            How many people and stations there are depends on the year you ask about. This table keeps the answers
            apart instead of choosing one.
        """),
        table(
            "Size of the Service, by date of the figure",
            ["What", "Figure", "As of", "Source"],
            [
                ["Staff", "around 5,000", "about 2012 to 2015", "The Service’s former About us page"],
                ["Staff", "more than 5,700", "about 2018", "The Service’s website"],
                ["Staff", "7,048", "2023", "Wikipedia"],
                ["Stations", "70", "to about 2018", "The Service’s website"],
                ["Stations", "68", "2019 to 2021", "Inside Croydon, 2021"],
                ["People served", "more than 8 million", "about 2012 to 2015", "The Service’s former About us page"],
            ],
        ),
        inset("""
            Do you need a figure that is not here, or the most recent one? You can ask for it: see
            <a href="/freedom-of-information/">Freedom of Information</a>.
        """),
        heading("Names and codes you may come across"),
        summary_list(
            ("NHS organisation code", "RRU. It stands for us in national statistics on ambulance services."),
            (
                "Code on Find a Tender",
                """GB-PPON-PGJC-9175-DMRR. Suppliers meet it in
                <a href="/about-us/working-with-suppliers/">our notices</a>.""",
            ),
            ("Headquarters", "220 Waterloo Road, London SE1 8SD"),
        ),
        call_to_action("See what we do on an ordinary day", "/about-us/what-we-do/"),
    ],
)

WHERE_WE_ARE = PageText(
    address="/about-us/where-we-are/",
    title="Where we are",
    summary="""
        We cover the whole of Greater London, some 620 square miles. Our stations are spread through it so that a crew
        is rarely far away, and two control rooms keep watch over all of them.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            Draw a line from Heathrow to Upminster and another from Enfield to Purley. The city they cross
            is the area we serve: quiet outer suburbs, the busiest streets in the country, rail termini, a royal park
            or two, the river, and a major airport.
        """),
        summary_list(
            ("West to east", "Heathrow to Upminster"),
            ("North to south", "Enfield to Purley"),
            (
                "Area",
                """About 620 square miles (the Service’s former About us page, about 2012 to 2015; Wikipedia gives
                607)""",
            ),
            ("Headquarters", "220 Waterloo Road, London SE1 8SD"),
            ("Control rooms", "Waterloo and Newham (2023; source: Wikipedia). Newham took over from Bow."),
        ),
        heading("Sectors and groups of stations"),
        text("""
            The capital is run as five sectors: North Central, North East, North West, South East and South West.
            Each sector is made up of groups of stations that share managers and cover for one another. About 2018
            there were 26 such groups, then called complexes. A list of departments from 2025 has 21.

            Crews do not wait at their station all day. They start and end their shift there, restock and rest there,
            and in between are sent wherever in London the next patient is. The ambulance that comes to your street
            may have begun its morning on the other side of the river.
        """),
        heading("Stations are not places to go for help"),
        text("""
            An ambulance station is a base for crews and vehicles. It has no waiting room and no treatment room, and
            most of the time nobody is in. In an emergency call 999 from where you are. If you need medical help and
            it is not an emergency, use <a href="https://111.nhs.uk/">111 online</a> or call 111.
        """),
        heading("Stations and hospitals near you"),
        text("""
            The <a href="/stations-and-hospitals/">stations and hospitals</a> page says what can be looked up today
            and how to ask about a particular building, for instance if you are planning works next door or
            studying the history of one.
        """),
        details(
            "Why lists of our stations disagree",
            """
            Our own website once gave 70 stations. A newspaper counted 68 between 2019 and 2021. A list put
            together from open data in 2025 and 2026 finds 66 or 67, depending on whether a site that is probably
            closed is counted. Buildings open, close and are replaced, and some sites hold vehicles or stores but no
            crews.

            None of these lists is an official list for today, so this page does not pretend to have one.
            """,
        ),
        call_to_action("Go to stations and hospitals", "/stations-and-hospitals/"),
    ],
)
