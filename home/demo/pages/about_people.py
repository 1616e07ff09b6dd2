"""About us: involving our community, equality and inclusion."""

from core.demo.body import call_to_action, contact_details, details, do_list, heading, inset, table, text
from home.demo.texts import PageText

COMMUNITY = PageText(
    address="/about-us/involving-our-community/",
    title="Involving our community",
    summary="""
        London is home to people of every background, and a service for all of them has to be shaped by all of them.
        You can tell us what happened to you, comment on plans, and question the Board.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            Crews meet Londoners at the worst moment of their week, and then drive away. What it was like to
            wait, whether anything was explained, what happened the day after: those things we learn only if somebody
            tells us. This page is about the ways to do that.
        """),
        heading("Tell us about care you had"),
        text("""
            If you want to say thank you, or to tell us what was good and what was not, use the
            <a href="/contact/">contact page</a>. It also says where to turn with a complaint and who can help you
            make one.

            Some people are willing to have their experience told in public so that others can learn from it. Nothing
            of the kind appears without the person’s consent, and consent can be taken back. See
            <a href="/patient-stories/">patient stories</a>.
        """),
        heading("Have a say in plans"),
        text("""
            The law asks NHS bodies to involve people in planning services and in decisions that change them. That
            should happen while there is still something to decide. A fair consultation says what is proposed and why,
            gives enough time, listens with an open mind, and afterwards tells people what was heard and what was done
            about it.
        """),
        do_list(
            "say how a plan would affect you, with an example: one real journey tells more than a general view",
            "answer only the questions that matter to you: you need not answer all",
            "ask for the papers in a form you can use, and for more time if you need it",
        ),
        heading("Come to a Board meeting"),
        text("""
            You can sit in on meetings of the Trust Board, which are held in public.
            <a href="/about-us/how-we-are-run/">How we are run</a> explains what the Board is and
            <a href="/board-meetings/">board meetings</a> how to ask for papers.
        """),
        heading("Schools, faith groups and neighbours"),
        text("""
            If you would like somebody to speak to a school or a local group, write to us with the date you have in
            mind, the size and age of the group, and what you would like it to take away. Crews come between shifts,
            so give us several weeks, and forgive us if an emergency takes them away again.

            If you live next to one of our buildings and noise or parking is a trouble, tell us about that as well. We
            would sooner hear it from you than read it in the newspaper.
        """),
        details(
            "Who else speaks for patients",
            """
            Each London borough has a local Healthwatch, which is independent of us and collects what people say about
            health and care. Councils have committees that examine health services. Both can put questions that
            we must answer.
            """,
        ),
        contact_details("general"),
    ],
)

EQUALITY = PageText(
    address="/about-us/equality-and-inclusion/",
    title="Equality and inclusion in the workplace",
    summary="""
        Fair treatment is owed to everyone we employ and everyone we serve: in jobs and training, in care, and in
        the way decisions are made. Here are our duties, what is published about them and how to raise a concern.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            A patient should be able to trust whoever comes through the door, and whoever comes through the door
            should be able to trust their colleagues. Both break down where people are treated as less than they are.
        """),
        heading("What the law asks"),
        text("""
            The Equality Act 2010 protects people from unfair treatment because of nine characteristics: age,
            disability, gender reassignment, marriage and civil partnership, pregnancy and maternity, race, religion
            or belief, sex, and sexual orientation.

            It also puts a duty on public bodies. In all that we do we must pay heed to ending
            discrimination, to giving people equal chances, and to good relations between groups.
        """),
        heading("Where it shows"),
        text("""
            - In who applies for jobs, who is chosen, and who is promoted.
            - In adjustments for disabled staff: the desk, the shift, the software that makes a job possible.
            - In training, so that it does not always go to the same people.
            - In care: an interpreter when one is needed, a carer allowed to stay, a question put in plain words.
            - In decisions: asking, before a change is made, who would lose by it.
        """),
        heading("What NHS trusts publish"),
        table(
            "Reports on equality that NHS trusts publish",
            ["Report", "What it shows", "How often"],
            [
                ["Gender pay gap", "Difference in pay between women and men, by 30 March", "Every year"],
                [
                    "Workforce Race Equality Standard",
                    "Experience of staff by ethnicity, on nine measures",
                    "Every year",
                ],
                [
                    "Workforce Disability Equality Standard",
                    "Experience of disabled staff, on ten measures",
                    "Every year",
                ],
                ["Equality Delivery System", "How services and leadership are judged, with evidence", "Every year"],
            ],
        ),
        text("""
            The reports themselves are not on this demonstration site. <a href="/publications/">Publications</a>
            says how to ask for documents.
        """),
        heading("Working here with a disability or a health condition"),
        text("""
            Say early what would help you, at interview as well as at work. You do not have to explain your diagnosis
            to get an adjustment: what matters is what gets in your way and what would move it.
        """),
        inset("""
            This site, too, should work for everybody. If something on it does not work for you, that is a fault we
            want to know about: see the <a href="/accessibility-statement/">accessibility statement</a>.
        """),
        heading("If you have been treated unfairly"),
        text("""
            Patients and those close to them can turn to the Patient Advice and Liaison Service, or complain: the
            <a href="/contact/">contact page</a> has both. Staff can speak to a manager, a trade union or a Freedom to
            Speak Up guardian, which every NHS trust has. Anyone can get free advice from the Equality Advisory and
            Support Service.
        """),
        call_to_action("Equality Advisory and Support Service", "https://www.equalityadvisoryservice.com/"),
    ],
)
