"""The accessibility statement, with what regulation 8 of the accessibility regulations asks."""

from core.demo.body import contact_details, heading, inaccessible_files, text
from home.demo.texts import PageText

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

            - Some documents have faults that may shut out people who use assistive technology. Each says so where
              it is linked, and all are listed below, under “Non-accessible content”.
            - The CSV file of response time standards has no headings or alternative text, because the format has
              none. The same facts stand in a table on the page that offers it.
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
            Our tests of its pages found no failures, but they were run by machine and by the people who made the site.
            We say fully compliant only when somebody independent has tested it with people who use assistive
            technology. The documents listed below do not comply.
        """),
        heading("Non-accessible content"),
        text("What is not accessible, and why, is listed here as the regulations ask."),
        heading("Non-compliance with the accessibility regulations", "h3"),
        text("""
            We know of no web page here that fails the guidelines. Some documents do. They are listed here by a program
            that looks at each file, so that the list is as the site is today.
        """),
        inaccessible_files(5),
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
