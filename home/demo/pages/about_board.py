"""About us: how we are run, working with suppliers."""

from core.demo.body import call_to_action, contact_details, details, heading, inset, summary_list, table, text
from home.demo.texts import PageText

HOW_WE_ARE_RUN = PageText(
    address="/about-us/how-we-are-run/",
    title="How we are run",
    summary="""
        A Trust Board of executive and non-executive directors answers for the Service to the public. It meets
        every two months, and its decisions and the papers behind them are for anybody to read.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            An NHS trust is led by a board. It sets the direction, agrees the budget, and asks hard questions when
            things do not go as planned. Two kinds of directors sit on it together and answer for its
            decisions together.
        """),
        heading("Who sits on the Board"),
        summary_list(
            (
                "Chair",
                "A non-executive director who leads the Board and sees to it that every member is heard.",
            ),
            (
                "Chief executive",
                "Runs the Service from day to day and answers to the Board, and to Parliament, for how money is spent.",
            ),
            (
                "Executive directors",
                "Senior managers, each with a field of their own, such as operations, finance or clinical care.",
            ),
            (
                "Non-executive directors",
                "People from outside the Service who bring other experience and hold the executives to account.",
            ),
        ),
        heading("How many members it has", "h3"),
        table(
            "Size of the Trust Board, by date of the figure",
            ["Members", "As of", "Source"],
            [
                ["18", "about 2012 to 2015", "The Service’s former About us page"],
                ["14", "2018", "The Service’s Trust Board page"],
            ],
        ),
        details(
            "A sum that does not add up",
            """
            The older of these pages said that there were 18 members, and then listed a chairman, five executive
            directors and seven non-executive directors. That makes 13. We cannot tell today which was right, so we
            quote the figure with its date and say that there is a doubt.
            """,
        ),
        heading("Meetings"),
        text("""
            The Board meets every two months. These are meetings held in public: anyone may come, sit in and listen.
            They are not public meetings, in which anyone may speak. The law on this is the Public Bodies (Admission
            to Meetings) Act 1960. It says that at least three clear days’ notice must be given, and that the public
            may be asked to leave only for business that has to be confidential, by a decision that is itself public.

            <a href="/board-meetings/">Board meetings</a> tells you what can be had today and how to ask for papers.
        """),
        heading("Committees"),
        text("""
            Much of the close work is done by committees of the Board. Every NHS trust has one for audit and one
            for the pay of its executives. Most have others too, often for quality, finance, and people. A committee
            reports to the Board, and its report is part of the Board’s papers.
        """),
        heading("Who checks us"),
        text("""
            - The Care Quality Commission inspects us: see
              <a href="/about-us/cqc-inspection-report/">CQC inspection report</a>.
            - NHS England watches over our performance and our money.
            - External auditors examine our accounts each year.
            - The regulator of information rights sees that we answer requests as the law says.
            - You do: by reading what we publish, by asking for what we have not, and by complaining when we go wrong.
        """),
        call_to_action("Go to board meetings", "/board-meetings/"),
    ],
)

SUPPLIERS = PageText(
    address="/about-us/working-with-suppliers/",
    title="Working with suppliers",
    summary="""
        We spend about £58 million a year on goods and services. All of it is public money, so we
        buy in the open, and small firms, charities and social enterprises are welcome to compete.
    """,
    extra={"show_contents": True},
    body=[
        summary_list(
            (
                "Yearly spending on goods and services",
                "About £58 million (about 2012 to 2015; source: the Service’s former About us page)",
            ),
            ("Our code on Find a Tender", "GB-PPON-PGJC-9175-DMRR"),
            ("NHS organisation code", "RRU"),
        ),
        heading("What an ambulance service buys"),
        text("""
            Vehicles come to mind first: ambulances, response cars, and the work of fitting them out. Running them
            takes fuel, tyres, parts and cleaning. Crews need medicines, dressings, monitors, radios and uniforms.
            Control rooms need telephony and software that must not fail. And like any employer of thousands of
            people, we need buildings, insurance, training, payroll and furniture.
        """),
        heading("Where notices appear"),
        text("""
            Since the Procurement Act 2023 came into force, public bodies publish their notices on one national
            service, <a href="https://www.find-tender.service.gov.uk/">Find a Tender</a>. It holds the whole life of a
            contract: what is planned, what is open for bids, who won, and later what was changed or paid. Notices
            for smaller contracts in England from before then are on
            <a href="https://www.contractsfinder.service.gov.uk/">Contracts Finder</a>.

            You do not need an account to read them. To bid, you register once on the national service and your
            details can be used for every buyer.
        """),
        inset("""
            The notice on Find a Tender is the one that counts. If something you read anywhere else, here included,
            says otherwise about a closing date, trust the notice.
        """),
        heading("What we look for"),
        text("""
            The cheapest bid is not always the best use of money. The law asks us to award to the most advantageous
            tender, judged by criteria that are published before anybody bids. They may include quality, delivery,
            and benefit to London and to the environment. They must be the same for everyone.

            Health care services, such as journeys for mental health patients, are bought under different rules, the
            Provider Selection Regime of 2023.
        """),
        heading("If you are new to selling to the public sector"),
        text("""
            - Read notices of planned work as well as open ones: they tell you what is coming while there is still
              time to get ready, or to find partners.
            - Ask questions early, in the way that the notice says. Questions and answers are shared with all bidders,
              so that nobody has an advantage.
            - Ask for feedback if you do not win. You are entitled to know how your bid was marked.
        """),
        heading("Being paid"),
        text("""
            Public bodies must pay a valid invoice within 30 days. From 2026 the law also asks them to publish,
            every six months, how quickly they paid. An invoice without an order number is the usual reason for a
            delay, so ask for one before you begin.
        """),
        contact_details("suppliers"),
        call_to_action("See tenders", "/tenders/"),
    ],
)
