"""The pages that the law asks for, and the contact page."""

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

ACCESSIBILITY = PageText(
    address="/accessibility-statement/",
    title="Accessibility statement",
    summary="""
        How accessible this website is, what we know does not work yet, how to tell us about a problem or ask for
        another format, and what you can do if our answer does not satisfy you.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            This accessibility statement applies to the website “London Ambulance Service – demonstration”. The
            site is a demonstration of LASweb, free software for the websites of ambulance trusts. It is not the
            website of London Ambulance Service NHS Trust.

            We want as many people as possible to be able to use it. For example, that means you should be able to:

            - zoom in up to 400% without text running off the screen
            - get from one end of a page to the other with a keyboard alone
            - use it with speech recognition software
            - listen to it with a screen reader
            - change colours, contrast and fonts in your browser or device
            - use all of it with JavaScript switched off

            The text is meant to be plain and short. <a href="https://mcmw.abilitynet.org.uk/">AbilityNet</a>
            has advice on making your device easier to use if you have a disability.
        """),
        heading("How accessible this website is"),
        text("""
            We know of these limits today:

            - Pages of other organisations to which we link, such as Find a Tender, are outside our control.
            - No part of the site is in British Sign Language, Easy Read or a language other than English.
        """),
        heading("Feedback and contact information"),
        text("""
            If you need information from this site in another format, such as large print, Easy Read, audio or
            braille, write to us. Say which page it is about, what you need, and how we should reply. A real trust
            should say here how quickly it answers. Ours is a demonstration, and nobody reads mail to this address.
        """),
        contact_details("accessibility"),
        heading("Reporting accessibility problems with this website"),
        text("""
            We are always looking to do better. If you find a problem that is not listed here, or think that we do not
            meet the requirements, use the same address. It helps if you can tell us the address of the page, what you
            were trying to do, and which browser and assistive technology you use.
        """),
        heading("Enforcement procedure"),
        text("""
            The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector Bodies
            (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018, known as the accessibility
            regulations. If you are not happy with how we respond to your complaint, contact the
            <a href="https://www.equalityadvisoryservice.com/">Equality Advisory and Support Service (EASS)</a>.
        """),
        heading("Technical information about this website’s accessibility"),
        text("""
            We are committed to making this website accessible, in accordance with the Public Sector Bodies (Websites
            and Mobile Applications) (No. 2) Accessibility Regulations 2018.
        """),
        heading("Compliance status", "h3"),
        text("""
            This website is partially compliant with the
            <a href="https://www.w3.org/TR/WCAG22/">Web Content Accessibility Guidelines version 2.2</a> AA standard.
            Our tests found no failures, but they were run by machine and by the people who made the site. We say
            fully compliant only when somebody independent has tested it with people who use assistive technology.
        """),
        heading("Non-accessible content"),
        text("What is not accessible, and why, is listed here as the regulations ask."),
        heading("Non-compliance with the accessibility regulations", "h3"),
        text("We know of no content that fails the guidelines. What has not been tested is listed further down."),
        heading("Disproportionate burden", "h3"),
        text("We claim no disproportionate burden."),
        heading("Content that’s not within the scope of the accessibility regulations", "h3"),
        text("""
            The regulations do not ask for fixes to PDFs and other documents published before 23 September 2018 that
            are not needed to use a service. There are none on this site.
        """),
        heading("What we’re doing to improve accessibility"),
        text("""
            Every change to the software is tested by machine before it is accepted, on every kind of page, on a
            narrow and on a wide screen. Editors must write alternative text for each picture or say that it is
            decorative, and tables need headers before they can be published.

            Still to be done: tests with people who use screen readers, magnifiers, speech and switches, and by an
            independent auditor.
        """),
        heading("Preparation of this accessibility statement"),
        text("""
            This statement was prepared on 24 November 2026. It will be reviewed by 24 November 2027, and sooner if
            the site changes a great deal.

            The site was last tested on 24 November 2026 by those who make it. Every type of page was checked with
            axe-core (rules of WCAG 2.0 to 2.2, levels A and AA) at widths of 320 and 1280 pixels and with the Nu HTML
            checker, was used by keyboard alone and with JavaScript off, and was looked at.
        """),
    ],
)

PRIVACY = PageText(
    address="/privacy/",
    title="Privacy",
    summary=f"""
        What this website keeps about you, why, for how long, and your rights. In short: a message you send, for
        {settings.CONTACT_MESSAGE_DAYS} days, and a log of requests to keep the site safe. Nobody is tracked.
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
        Reading this site sets no cookies. One is set when you open a form, and two when an editor signs in. None of
        them follows you.
    """,
    body=[
        text("""
            A cookie is a small piece of text that a website asks your browser to keep and send back. This site uses
            cookies only where something would not work without them, so there is no banner to click away.
        """),
        table(
            "Cookies that this website sets",
            ["Name", "When it is set", "What it is for", "When it ends"],
            [
                [
                    "csrftoken",
                    "When you open a page with a form to send",
                    "Proves that the form was sent from this site and not by another one in your name",
                    "After 1 year, or when you delete it",
                ],
                [
                    "sessionid",
                    "When an editor signs in; never for visitors",
                    "Keeps the editor signed in",
                    "When the browser is closed, and after some hours at the latest",
                ],
            ],
        ),
        heading("Why you are not asked"),
        text("""
            The Privacy and Electronic Communications Regulations ask for your consent before anything is stored on
            your device, unless it is strictly necessary for a service that you asked for. Both of these cookies are.
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

PAGES = [CONTACT, ACCESSIBILITY, PRIVACY, COOKIES, TERMS]
