"""The contact page."""

from core.demo.body import contact_details, inset, text, warning
from home.demo.texts import PageText
from home.models import ContactPage

CONTACT = PageText(
    address="/contact/",
    title="Contact us",
    summary="""
        The right place for each kind of question, complaint or thank-you, and a form. In an emergency do not write:
        call 999.
    """,
    model=ContactPage,
    extra={"show_in_menus": True},
    body=[
        warning(
            "Call 999 in a medical emergency",
            """
            Messages are not read at once, and nobody can send an ambulance in answer to one. If it is not an
            emergency but you need medical help, use <a href="https://111.nhs.uk/">111 online</a> or call 111.
            """,
        ),
        inset("""
            This is a demonstration and not the Service’s own website. The addresses below end in example.org,
            where nobody receives mail.
        """),
        text("""
            People who work in these teams answer in working hours. Please do not send more about your health than is
            needed to understand what you ask.
        """),
        contact_details("general"),
        contact_details("pals"),
        text("""
            The Patient Advice and Liaison Service listens, answers questions about care you had, passes on thanks and
            helps to settle a worry before it becomes a complaint.
        """),
        contact_details("complaints"),
        text("""
            You can complain yourself or ask somebody to do it for you. It should normally be within 12 months. If you
            are not content with our answer, you can go to the
            <a href="https://www.ombudsman.org.uk/">Parliamentary and Health Service Ombudsman</a>. An
            independent advocate can help you free of charge: ask your council which service does so where you live.
        """),
        contact_details("records"),
        text("""
            You have a right to a copy of what is recorded about you. Give your name, date of birth, and when and
            where we met you. We will need to be sure that it is you who is asking.
        """),
        contact_details("foi"),
        text('See <a href="/freedom-of-information/">Freedom of Information</a> for how to ask and what to expect.'),
        contact_details("press"),
        contact_details("suppliers"),
        text('See <a href="/tenders/">tenders</a> for open opportunities.'),
        contact_details("accessibility"),
        contact_details("data_protection"),
    ],
)
