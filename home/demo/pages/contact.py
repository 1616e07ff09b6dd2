"""The contact page."""

from core.demo.body import contact_details, heading, inset, text
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
        inset("""
            This is a demonstration and not the Service’s own website. The addresses on this page end in example.org,
            where nobody receives mail.
        """),
        heading("What happens with a complaint"),
        text("""
            You can complain yourself or ask somebody to do it for you. It should normally be within 12 months. If you
            are not content with our answer, you can go to the
            <a href="https://www.ombudsman.org.uk/">Parliamentary and Health Service Ombudsman</a>. An
            independent advocate can help you free of charge: ask your council which service does so where you live.
        """),
        heading("What to say when you ask for your own records"),
        text("""
            You have a right to a copy of what is recorded about you. Give your name, date of birth, and when and
            where we met you. We will need to be sure that it is you who is asking.
        """),
        heading("Other ways to reach us"),
        text("""
            People who work in these teams answer in working hours. Please do not send more about your health than is
            needed to understand what you ask. Suppliers find what is open on our <a href="/tenders/">tenders</a>
            page; <a href="/freedom-of-information/">Freedom of Information</a> tells how to ask and what to expect.
        """),
        contact_details("general"),
        contact_details("suppliers"),
        contact_details("accessibility"),
        contact_details("data_protection"),
    ],
)
