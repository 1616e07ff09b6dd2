"""About us: CQC inspection report, quality improvement plan."""

from core.demo.body import call_to_action, details, heading, inset, summary_list, table, text
from home.demo.texts import PageText

CQC = PageText(
    address="/about-us/cqc-inspection-report/",
    title="CQC inspection report",
    summary="""
        The Care Quality Commission inspects health and care in England, ambulance services among them, and publishes
        what it finds. Here is what its ratings mean and where to read the latest report on the Service.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            The Care Quality Commission, or CQC, is independent of us and of the government of the day. Its inspectors
            ride with crews, sit in control rooms, read records and talk to patients and staff. Then they publish a
            report and ratings, whether we like them or not.
        """),
        inset("""
            This demonstration does not show a rating, because a rating copied here could be out of date tomorrow. The
            only place to rely on is the CQC’s own website, <a href="https://www.cqc.org.uk/">cqc.org.uk</a>. Search
            there for London Ambulance Service.
        """),
        heading("Five questions"),
        text("The CQC asks the same five questions about every service."),
        summary_list(
            ("Safe", "Are people protected from abuse and from harm that could have been avoided?"),
            ("Effective", "Does the care do what it should, and is it based on the best evidence there is?"),
            ("Caring", "Are people treated with kindness, dignity and respect?"),
            ("Responsive", "Is the service arranged around what people need?"),
            ("Well-led", "Do leaders, managers and culture make sure of good care, learning and openness?"),
        ),
        heading("Four ratings"),
        table(
            "The CQC’s ratings and what each one tells you",
            ["Rating", "What it tells you"],
            [
                ["Outstanding", "The service is performing exceptionally well"],
                ["Good", "It is performing well and meets what is expected"],
                ["Requires improvement", "It is not performing as well as it should, and has been told how to improve"],
                ["Inadequate", "It is performing badly, and the CQC has taken action"],
            ],
        ),
        heading("What we must show"),
        text("""
            A health service has to display its ratings where people will see them, and on its website within 21 days
            of their publication (regulation 20A of the Health and Social Care Act 2008 (Regulated Activities)
            Regulations 2014). The website must also say where the CQC’s own site is and where the most recent report
            can be read. When this site shows a rating it will come from the CQC’s published data, with its date.
        """),
        heading("After an inspection"),
        text("""
            A report usually comes with things the CQC says a service must do, and others that it should. The
            answer to both goes into a plan. Ours is explained on
            <a href="/about-us/quality-improvement-plan/">quality improvement plan</a>.
        """),
        details(
            "Telling the CQC about your own experience",
            """
            Anyone may tell the CQC about care they have had, good or bad, and need not give a name. The CQC does not
            settle single complaints. For that, start with us: see the <a href="/contact/">contact page</a>.
            """,
        ),
        call_to_action("Read reports on the CQC’s website", "https://www.cqc.org.uk/"),
    ],
)

QUALITY_PLAN = PageText(
    address="/about-us/quality-improvement-plan/",
    title="Quality improvement plan",
    summary="""
        When an inspection finds that something must be better, a quality improvement plan says what will be done, who
        will do it, by when and how anyone can tell that it worked. This page explains how to read one.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            An inspection report points at what is wrong. It does not put it right. For that there has to be a list of
            promises, each with a name and a date against it, and somebody who is not on the list has to check whether
            they were kept. That list is the quality improvement plan.
        """),
        heading("What is in a plan"),
        summary_list(
            ("The finding", "What the inspectors saw, in their words."),
            ("The aim", "What patients or staff will notice when it is put right."),
            ("The action", "What will be done. It begins with a verb, and one person answers for it."),
            ("The date", "When it will be done. A date that moves is shown with the old one beside it."),
            ("The measure", "A figure or an observation that would be different if the action had worked."),
        ),
        heading("What tends to be in an ambulance service’s plan"),
        text("""
            Certain themes come back in ambulance services all over England: how medicines are stored and signed for,
            how clean and how well equipped vehicles are at the start of a shift, whether staff have time for training
            and a yearly talk with their manager, whether incidents are reported and learned from, and how people
            treat one another at work. They are ordinary things, which is why they slip.
        """),
        heading("How progress is checked"),
        text("""
            - Managers check each action and keep the evidence.
            - A committee of the Board looks at the whole plan and at what is late.
            - The <a href="/about-us/how-we-are-run/">Trust Board</a> hears about it in public.
            - The CQC comes back and looks for itself.
        """),
        inset("""
            Done is not the same as better. An action can be ticked off and nothing change for patients. So ask of any
            plan: what was measured before, and what is it now?
        """),
        heading("Where to find the plan"),
        text("""
            The Service published a quality improvement plan beside its inspection report when the page on which this
            site is modelled was written. It is not reproduced here.
            <a href="/board-meetings/">Board meetings</a> and
            <a href="/freedom-of-information/">Freedom of Information</a> tell you how to ask for it and for what came
            after.
        """),
        call_to_action("What the CQC looks at", "/about-us/cqc-inspection-report/"),
    ],
)
