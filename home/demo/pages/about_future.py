"""About us: plans for the future, research, London 2012, publications."""

from core.demo.body import call_to_action, cards, details, heading, inset, summary_list, text
from home.demo.texts import PageText

PLANS = PageText(
    address="/about-us/our-plans/",
    title="Our plans for the future",
    summary="""
        Our aim is care of the highest quality, so that the health of Londoners ranks with the best anywhere. Here is
        what that means for patients, and why the older plan to become a foundation trust is now history.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            A plan is worth reading if you can tell afterwards whether it was kept. So this page says what we
            are aiming at in words that can be checked, and where to look for the results.
        """),
        heading("What we are aiming at"),
        summary_list(
            (
                "For patients",
                "The right help first time: by telephone, at home, or at the hospital that suits the illness.",
            ),
            ("For London", "Health that compares well with any great city, and no part of the capital left behind."),
            ("For staff", "Time to train, vehicles that work, and managers who listen."),
            ("For the taxpayer", "Money spent where it changes what happens to patients."),
        ),
        heading("How the plan is made"),
        text("""
            The direction is set by the <a href="/about-us/how-we-are-run/">Trust Board</a> for several years at a
            time. A yearly plan turns it into tasks with a budget, and both are discussed in the Board’s public
            papers. National rules limit the choice: the response time standards, for example, are the same for every
            ambulance service in England.

            Before large changes, such as closing or moving a station, people who would be affected must be asked.
            <a href="/about-us/involving-our-community/">Involving our community</a> says how.
        """),
        heading("Becoming a foundation trust"),
        inset("""
            This part is kept for the record. It describes a plan of the years about 2012 to 2015 and is no longer
            current.
        """),
        text("""
            At that time NHS trusts in England were expected to become foundation trusts. A foundation trust has more
            say over its money, and it has members from the public, patients and staff, who elect a council of
            governors. Our former About us page told readers of plans to apply.

            National policy has changed since. We are an NHS trust. If you took part in that work, or are writing
            about it, you may ask for papers from the time under the <a href="/freedom-of-information/">Freedom of
            Information Act</a>.
        """),
        heading("How to follow progress"),
        text("""
            - <a href="/about-us/how-we-are-doing/">How we are doing</a> explains the measures.
            - <a href="/board-meetings/">Board meetings</a> is where progress is reported.
            - <a href="/publications/">Publications</a> tells you about annual reports and plans.
        """),
    ],
)

RESEARCH = PageText(
    address="/about-us/research/",
    title="Research",
    summary="""
        We are a research active organisation: we lead studies of our own and open our doors to others, so that
        emergency care, here and elsewhere, rests on evidence and not on habit.
    """,
    extra={"show_contents": True},
    body=[
        text("""
            Much of what an ambulance crew does in the first minutes has to be right without a second chance. Whether
            it is right can only be found out by asking carefully, with enough patients, and by writing down
            the answer even when it is not the one that was hoped for. That is research, and an ambulance service that
            meets thousands of patients in a day is a good place to do it.
        """),
        heading("What can be studied in an ambulance service"),
        text("""
            - Whether one treatment works better than another before hospital.
            - How patients fare after they leave us, which a crew seldom hears.
            - How calls are understood and sorted, and what is missed.
            - What the work does to the health of those who do it, and what helps.
        """),
        heading("How patients are protected"),
        text("""
            Every study with patients needs approval from the Health Research Authority and, in most cases, a research
            ethics committee, before it starts. Taking part is a choice. Your care is the same whether you say yes or
            no, and you may change your mind later.

            Emergencies raise a particular question, because somebody who is unconscious cannot be asked. The law lets
            such a study go ahead only under strict conditions that an ethics committee has agreed. The patient,
            or somebody close to them, is told as soon as that can decently be done, and can refuse to go on.
        """),
        details(
            "Research, audit and service evaluation: what is the difference?",
            """
            Research looks for new knowledge. Audit asks whether care met a standard that exists already. Service
            evaluation asks what a service is like for those who use it. The last two use information that is
            collected anyway and do not change anybody’s treatment, so they do not need an ethics
            committee. All three are about learning.
            """,
        ),
        heading("If you would like to do a study with us"),
        text("""
            Write to us before you apply for money or approval. Say in one page what the question is, why an ambulance
            service is needed to answer it, and what you would ask of crews or of our records. Many good
            ideas founder on something small that a short conversation would have found.
        """),
        heading("If you were in a study"),
        text("""
            The papers you were given name the study and the people running it. If you have lost them, tell
            us roughly when it was and we will try to find out. <a href="/privacy/">Privacy</a> explains your
            rights over what is held about you.
        """),
        call_to_action("Contact us", "/contact/"),
    ],
)

LONDON_2012 = PageText(
    address="/about-us/london-2012/",
    title="How we managed the London 2012 Games",
    summary="""
        In 2012 the Olympic and Paralympic Games came to London, and we had a share in making them safe, successful
        and healthy while the capital’s usual 999 calls went on. This page is kept as a record.
    """,
    body=[
        inset("This page is about past events. It stays because people still ask how it was done."),
        text("""
            For a few weeks of one summer the world’s largest sporting events took place in the middle of one of the
            world’s largest cities. Athletes, spectators and television crews arrived in numbers that London had
            never had at one time. Nobody else stopped falling ill. An ambulance service had to be in two places at
            once.
        """),
        heading("Two services in one"),
        text("""
            The way to do that is to plan as though there were two services. One looks after the venues, the routes
            between them and the crowds. The other goes on answering 999 calls from homes, offices and streets as on
            any other day. Each needs its own people, vehicles and commanders, and both need to know what the other is
            doing.
        """),
        heading("What planning of this kind involves"),
        text("""
            - Working out with the police, the fire brigade and the organisers what could go wrong at each venue, and
              practising it together.
            - Finding enough trained people, and leave for them afterwards.
            - Keeping roads passable for ambulances when streets are closed for races.
            - Telling visitors, many of whom do not speak English, when to call 999 and when not to.
            - Watching heat, crowds and food hygiene, where most of the illness at such events comes from.
        """),
        heading("What was left behind"),
        text("""
            Planning on this scale changes how people work together long after the visitors have gone home. The
            colleagues from three emergency services who had trained side by side knew each other’s names. Plans for
            <a href="/about-us/what-we-do/">major incidents</a> are better for it.
        """),
        heading("If you want to know more"),
        text("""
            Figures and reports of the time are not on this demonstration site. The Service may still hold them: you
            can ask under the <a href="/freedom-of-information/">Freedom of Information Act</a>. Websites of the
            period are kept by the UK Government Web Archive at <a
            href="https://www.nationalarchives.gov.uk/webarchive/">The National Archives</a>.
        """),
    ],
)

OUR_PUBLICATIONS = PageText(
    address="/about-us/our-publications/",
    title="Our publications",
    summary="""
        Annual reports, papers of the Trust Board and the documents that the Freedom of Information Act tells us to
        make public: what each kind is, what is in it and how to get it.
    """,
    body=[
        text("""
            A public body’s documents belong to the public. Some we must publish by law, some we choose to, and
            most of the rest you can have by asking. Knowing which kind you are after saves time.
        """),
        cards(
            "Where to go",
            ("Publications", "Reports, plans and policies", "/publications/"),
            ("Board meetings", "Agendas, papers and minutes", "/board-meetings/"),
            ("Freedom of Information", "The publication scheme, and how to ask", "/freedom-of-information/"),
        ),
        heading("The kinds of document"),
        summary_list(
            (
                "Annual report and accounts",
                "What was done in a year and what it cost, checked by auditors. The best single place to start.",
            ),
            (
                "Quality account",
                "How safe and effective care was, what patients said of it, and what is to improve next.",
            ),
            ("Board papers", "What directors were told before they decided. Often the most detailed source of all."),
            ("Strategies and policies", "What we mean to do, and the rules that staff follow."),
            ("Equality reports", "What we do about fairness, with figures on pay and on who works here."),
            ("Spending", "Payments over £25,000, month by month."),
        ),
        heading("Formats"),
        text("""
            A web page suits most readers best: it fits any screen, can be read aloud, and can be searched. If you
            come across a file that you cannot use, ask for another format, such as large print, Easy Read, braille
            or audio. <a href="/accessibility-statement/">Our accessibility statement</a> says how.
        """),
        heading("Using what you find"),
        text("""
            Unless it says otherwise you may copy, quote and reuse our text under the Open Government Licence. See
            <a href="/terms/">terms and conditions</a> for what that asks of you.
        """),
        call_to_action("Go to publications", "/publications/"),
    ],
)
