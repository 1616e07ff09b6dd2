"""Freedom of Information: how to ask, until the app that runs the disclosure log takes the page over."""

from core.demo.body import contact_details, details, do_list, dont_list, heading, summary_list, text
from home.demo.texts import PageText

FOI = PageText(
    address="/freedom-of-information/",
    title="Freedom of Information",
    summary="""
        You have a right to information that public bodies hold. How to ask, what happens then, how long it takes, and
        what to do if you are not satisfied.
    """,
    extra={"show_in_menus": True, "show_contents": True},
    body=[
        text("""
            Under the Freedom of Information Act 2000 anyone, anywhere, may ask a public body for information that
            it has on record. You do not have to give a reason, use a form or mention the Act.
        """),
        heading("Before you ask"),
        text("""
            The answer may be public already. Look at <a href="/publications/">publications</a>,
            <a href="/board-meetings/">board meetings</a> and <a href="/how-we-are-doing/">how we are doing</a>.

            Some questions have a better route:

            - For information about yourself, such as the record of your care, make a subject access request. The
              <a href="/contact/">contact page</a> has the address.
            - To complain, or to have something put right, see the <a href="/contact/">contact page</a> too.
        """),
        heading("How to ask"),
        do_list(
            "ask in writing: an email or a letter will do",
            "give your name and an address for the answer, which may be an email address",
            "describe the information as exactly as you can, with dates",
            "say which format you would like",
        ),
        dont_list("include more about your health or anybody else’s than you need to"),
        contact_details("foi"),
        heading("What happens next"),
        summary_list(
            (
                "How long it takes",
                """As soon as we can, and no later than 20 working days after the day your request arrives. Weekends and
                bank holidays in any part of the United Kingdom do not count.""",
            ),
            ("If it is not clear", "We ask you what you mean. The time starts again when you have answered."),
            ("What it costs", "Usually nothing. We tell you before there is a charge."),
            (
                "If it takes too much work",
                """A request may be refused if finding the information would cost more than a limit set by law, for us
                £450. We then help you to narrow it.""",
            ),
        ),
        heading("If we cannot give you everything"),
        text("""
            The Act has exemptions, for example for personal information about somebody else. For most of them we have
            to weigh whether the public interest is better served by releasing the information or by holding it back.
            A refusal says which exemption applies and why.
        """),
        heading("If you are not satisfied"),
        text("""
            Ask us to look again. Somebody who was not part of the first decision will do so. If you still
            disagree, complain to the regulator, the Information Commissioner’s Office, at
            <a href="https://ico.org.uk/make-a-complaint/">ico.org.uk</a>.
        """),
        heading("The publication scheme"),
        text("""
            Every public body has a scheme that says what it publishes without being asked. It has seven classes.
            Answers to earlier requests are not listed on this site yet, but you can ask for them in the same
            way as for anything else.
        """),
        details(
            "The seven classes of information",
            """
            - Who we are and what we do
            - What we spend and how we spend it
            - What our priorities are and how we are doing
            - How we make decisions
            - Our policies and procedures
            - Lists and registers
            - The services we offer
            """,
        ),
    ],
)
