# Projects: typed milestones, slip, baselines.
nav-projects = Жобалар
projects-title = Бірлескен жобалар
projects-lead = Не салынады, ашылады немесе құрылады. «Салынды», «лицензияланды», «жұмыс істеп тұр» және «ашылды» — жеке белестер.
projects-none = Сай жоба жоқ. Шарттардың бірін алып тастаңыз немесе жоба бастаңыз.
projects-csv = Белестер CSV түрінде
progress-title = Жарияланған жобалар
progress-lead = Тек жарияланған үзінділерге сүйенетіні. Күні жоқ белес жоқ деп көрсетіледі.
progress-none = Әзірге ешбір жоба жарияланған жоқ.
project-begin = Жоба бастау
project-begin-lead = Жоба уәде етілген істің белестерін жинайды. Күндер кейін, әрқайсысы өз үзіндісімен енгізіледі.
project-col-title = Жоба
project-milestones = Белестер
project-milestone = Белес
project-having = Белестері
project-reached-of = қол жеткізілген белестер: { $n } / { $of }
project-n-overdue = { $n ->
    [one] мерзімі өткені: { $n }
   *[other] мерзімі өткені: { $n }
}
project-n-slipped = { $n ->
    [one] кейінге жылжығаны: { $n }
   *[other] кейінге жылжығаны: { $n }
}
project-n-too-early = { $n ->
    [one] тізбек мүмкіндік бергеннен ертесі: { $n }
   *[other] тізбек мүмкіндік бергеннен ертесі: { $n }
}
project-n-undated = { $n ->
    [one] күні жоғы: { $n }
   *[other] күні жоғы: { $n }
}
project-n-due = { $n ->
    [one] 90 күн ішінде мерзімі келетіні: { $n }
   *[other] 90 күн ішінде мерзімі келетіні: { $n }
}
project-n-dated = { $n ->
    [one] күні бар белестер: { $n }
   *[other] күні бар белестер: { $n }
}
served-by = Жоба
project-serves = Неге қызмет етеді
project-state = Жай-күйі
project-cells-note = Әр белес өз алдына; бірі екіншісін алмастырмайды.
project-cell-not-planned = жоспарда жоқ
project-cell-part = { $n } / { $of }, соңғысы: { $date }
project-plan-note = Сурет кесте бойынша салынған
project-no-milestones = Әзірге белестер жоқ. Біріншісін қосыңыз.
project-on = Күні
project-slip = Жылжуы
project-picture = Сурет
project-critical = аяқталу мерзімін айқындайды
project-no-day = жазбада күні жоқ

# By how much a day moved.
project-slip-same = жылжыған жоқ
project-slip-later = кейін: { $days }
project-slip-earlier = ерте: { $days }
project-slip-later-range = кейін: { $least } – { $most }
project-slip-earlier-range = ерте: { $least } – { $most }
project-slip-either = ерте болса ең көбі: { $early }, кеш болса ең көбі: { $late }
project_unknown-no_date_then = бұрынғы күні жоқ
project_unknown-no_date_now = күні енді жоқ
project_unknown-approximate = есептеуге болмайды: күні шамамен берілген
project_unknown-not_then = бұрынғы жоспарда жоқ
project_unknown-not_now = жоспарда енді жоқ
project-first-said = алғаш айтылғаны: { $date }
project-in-baseline = базалық жоспарда: { $date }
project-began = жұмыс басталды: { $date }
project-chain = тізбек бойынша ең ертесі: { $date }, кейін: { $by }
project-chain-undated = { $n ->
    [one] оған дейінгі күні жоқ белестер: { $n }
   *[other] оған дейінгі күні жоқ белестер: { $n }
}
project-moved = { $n ->
    [one] жылжытылды: { $n } рет
   *[other] жылжытылды: { $n } рет
}
project-moved-total = { $times }; барлығы: { $total }
project-chain-title = Аяқталуды не айқындайды
project-chain-note = Айтылғандар мен тәуелділіктер мүмкіндік беретін ең ерте күндер бойынша есептеледі.

# Baselines and what a plan is held against.
project-against = Жылжу неге қатысты
project-against-first = алғаш айтылған күнге
project-with = Базалық жоспарды салыстыру
project-now = қазіргі жоспармен
project-compare = Салыстыру
project-compared = Екі жоспарды салыстыру
project-no-baseline = Бұл күнге жазбада мұндай базалық жоспар жоқ. Жылжу алғаш айтылған күнге қатысты көрсетілді.
project-baselines = Базалық жоспарлар
project-baselines-note = Бекітілген жоспарлар өзгертілмейді және жойылмайды
project-baseline-name = Атауы
project-baseline-name-hint = Мысалы: «Министрлер Кабинетінің шешімі»
project-baseline-day = Қай күнге белгілі болғаны
project-baseline-day-hint = Сол күнге дейін жарияланғанды бекіту үшін бұрынғы күн. Бос болса: қазіргі жоспар.
project-baseline-known = осы күнге белгілі болғаны: { $date }
project-frozen = Бекітілген күні
project-alarm-too-early = тізбек мүмкіндік бергеннен ерте күтіледі: { $days }; ең ертесі: { $date }
project-alarm-order = күтуі тиіс белестен бұрын қол жеткізілді: { $before }
project-alarm-differ = дереккөздер күні бойынша сәйкес емес
project-alarm-due = мерзімі: { $date }, қалды: { $days }

# Forms.
project-site = Орны
project-site-hint = Қала немесе мекеме; орны аталмаса, бос қалдырыңыз
project-template = Үлгі
project-template-hint = Белестер мен тәуелділіктерді береді, күндерді емес. Қолмен бастау үшін бос қалдырыңыз.
project-phase-n = Кезең: { $n }
project-phase = Кезең
project-phase-hint = Сан: 0 – 99
project-kind = Түрі
project-kind-hint = Бір түрі екіншісін алмастырмайды: салынғаны әлі лицензияланған жоқ.
project-part-what = Жоба
project-part-shape = Құрылымы
project-part-serves = Неге қызмет етеді
project-part-milestone = Белес
project-part-day = Күні
project-aspect = Не айтылады
project-aspect-hint = Болжамға себеп керек. Бұрын айтылған өшірілмейді.
project-on-hint = Айтылғандай дәл: 2030, 2026-06 немесе 15.06.2026. Күн енді айтылмайтын болжамда ғана бос.
project-reason = Себебі
project-reason-hint = Күн неге жылжыды немесе немен тексерілді
project-after = Күтеді
project-before = Нені
project-lag = Арасындағы күндер
project-lag-hint = Екі белес арасындағы ең аз күн. Бос болса: жоқ.
project-dependency = Тәуелділік
project-waits = { $after } ← { $before }
project-do-say = Күн енгізу
project-do-milestone = Белес қосу
project-do-rename = Түзету
project-do-remove = Белесті алып тастау
project-do-depend = Тәуелділік қосу
project-do-undepend = Тәуелділікті алып тастау
project-do-freeze = Базалық жоспарды бекіту
project-do-link = Міндеттемеге немесе құжатқа байланыстыру
project-describe-lead = Жобаның сипаттамасы. Белестер мен күндер өзгермейді.
project-milestone-lead = Белестің түрі мен атауы бар. Күндері кейін енгізіледі.
project-rename-lead = Базалық жоспарлар бұрынғы атауы мен түрін сақтайды.
project-remove-lead = Белес күндері мен тәуелділіктерімен жоспардан шығады. Базалық жоспарлар мен журнал оны сақтайды.
project-depend-lead = Бір белеске екіншісінен бұрын жетуге болмайды. Тізбек айтылғанның жанында көрсетіледі және ештеңені өшірмейді.
project-undepend-lead = Белес енді күтпейді. Күндері қалады.
project-say-lead = Белестің күні туралы не айтылды. Ашық факт үшін үзінді керек; онсыз оны тізілім ғана көреді.
project-freeze-lead = Жоспар сол күйінде хешпен сақталады. Ол өзгертілмейді және жойылмайды.
project-link-lead = Біреуін таңдаңыз: міндеттеме немесе құжат.
project-withdraw-lead = Қателесіп енгізілген үшін. Журналда қалады, бірақ есептелмейді. Базалық жоспарлар қайтарып алынбайды.
project-publish-lead = Барлығы белестерді және жарияланған үзінділерге сүйенетін күндерді көреді; себептерсіз және тәуелділіктерсіз.

# History.
project-h-begun = Жоба басталды
project-h-said = { $milestone }: { $aspect }: { $date }
project-h-moved = Жылжуы: { $slip }
project-h-frozen = Базалық жоспар бекітілді: { $name }, хеш { $hash }
project-h-serves = Қызмет етеді:
project-entered-by = Енгізілген уақыты: { $time }, { $who }

# The picture.
gantt-expected = жоспарланған немесе күтіледі
gantt-reached = қол жеткізілді
gantt-started = жұмыс
gantt-rough = айына, жылына дейін немесе шамамен ғана белгілі
gantt-slip = жылжу
gantt-chain = тізбек бойынша ең ертесі
gantt-none = жазбада күні жоқ
gantt-today = беттің күні: { $date }
gantt-first = алғаш айтылған күн

# Kinds of milestones, what is said of them, how far they are.
milestone_kind-decision = шешім
milestone_kind-regulation = құқықтық реттеу
milestone_kind-agreement = келісім
milestone_kind-funding = қаржыландыру
milestone_kind-design = жобалау
milestone_kind-permit = құрылысқа рұқсат
milestone_kind-construction = құрылыс
milestone_kind-equipment = жабдық
milestone_kind-licence = лицензия
milestone_kind-staff = кадрлар
milestone_kind-commissioning = іске қосу
milestone_kind-first_patient = алғашқы пациент
milestone_kind-ceremony = ашылу салтанаты
milestone_kind-audit = аудит
milestone_aspect-planned = жоспарланған
milestone_aspect-forecast = болжам
milestone_aspect-started = жұмыс басталды
milestone_aspect-claimed = қол жеткізілді, хабар бойынша
milestone_aspect-confirmed = қол жеткізілді, тексерілді
milestone_progress-undated = күні жоқ
milestone_progress-expected = күтіледі
milestone_progress-started = орындалуда
milestone_progress-claimed = қол жеткізілді, хабар бойынша
milestone_progress-confirmed = қол жеткізілді, тексерілді
project_standing-empty = белестер жоқ
project_standing-all_reached = бәріне қол жеткізілді, хабар бойынша
project_standing-overdue = мерзімі өтті
project_standing-slipped = кейінге жылжыды
project_standing-undated = күндер жетіспейді
project_standing-on_plan = жоспар бойынша
project_having-overdue = мерзімі өткен
project_having-slipped = кейінге жылжыған
project_having-undated = күні жоқ
project_having-too_early = тізбек мүмкіндік бергеннен ерте
project_having-due = 90 күн ішінде мерзімі келетін

# The template of a nuclear medicine centre, after the milestones of the International Atomic Energy Agency.
project_template-nuclear_medicine_centre = Циклотроны бар ядролық медицина орталығы
nuclear_phase-0 = Дайындық
nuclear_phase-1 = Шешім
nuclear_phase-2 = Реттеу және келісімдер
nuclear_phase-3 = Жобалау
nuclear_phase-4 = Кадрлар
nuclear_phase-5 = Құрылыс және жабдық
nuclear_phase-6 = Іске қосу
nuclear_phase-7 = Аудит
project_step-memorandum = Меморандум
project_step-generator = Алғашқы технеций генераторы
project_step-department = ОФЭКТ бөлімшесі
project_step-radiopharmacy = Радиофармацевтикалық зертхана, 1-деңгей
project_step-groundwork_licences = Бөлімшенің лицензиялары
project_step-department_patient = Бөлімшенің алғашқы пациенті
project_step-generator_supply = Генераторларды тұрақты жеткізу
project_step-needs = Қажеттілік және техникалық-экономикалық негіздеме
project_step-site = Орын таңдау
project_step-state_decision = Мемлекет шешімі
project_step-state_plan = Мемлекеттік жоспарға енгізу
project_step-radiation_law = Радиациялық қауіпсіздік туралы заң
project_step-gmp = Радиофармпрепараттар үшін тиісті өндірістік практика
project_step-centre_agreement = Үкіметаралық немесе инвестициялық келісім
project_step-financing = Қаржыландыру
project_step-concept = Тұжырымдамалық жоба
project_step-shielding = Радиациялық қорғау жобасы
project_step-licence_build = Құрылысқа рұқсат
project_step-physicists = Медициналық физиктер
project_step-radiopharmacists = Радиофармацевтер
project_step-technologists = Технологтар
project_step-construction = Ғимарат құрылысы
project_step-cyclotron = Циклотрон
project_step-hot_cells = Ыстық камералар
project_step-pet_ct = ПЭТ/КТ
project_step-site_acceptance = Орнында қабылдау сынақтары
project_step-validation_batches = Валидациялық сериялар
project_step-licence_operate = Жұмыс істеуге лицензия
project_step-first_patient = Орталықтың алғашқы пациенті
project_step-quanum_baseline = QUANUM аудиті: бірінші
project_step-quanum_follow = QUANUM аудиті: қайталама

# Why a rule says no.
refusal-project-begun-already = Жоба басталған. Оның бетін ашыңыз.
refusal-project-not-begun = Жоба әлі басталмаған. Алдымен оны бастаңыз.
refusal-project-two-parties = Жобаның кемінде екі тарабы бар, әрқайсысы бір рет аталады. Оларды таңдаңыз.
refusal-project-template-unknown = Мұндай үлгі жоқ. Тізімнен таңдаңыз немесе бос қалдырыңыз.
refusal-project-kind-unknown = Белестің түрін таңдаңыз.
refusal-project-aspect-unknown = Не айтылғанын таңдаңыз.
refusal-project-phase-range = Кезең — 0 мен { $most } аралығындағы бүтін сан.
refusal-project-lag-range = Белестер арасындағы күндер — 0 мен { $most } аралығындағы бүтін сан.
refusal-project-no-milestone = Жоспарда мұндай белес жоқ. Тізімнен таңдаңыз.
refusal-project-milestone-there = Белес жоспарда бар. Бетті қайта ашыңыз.
refusal-project-too-many = Жобада белестердің шегі: { $most }. Қалғандары үшін басқа жоба бастаңыз.
refusal-project-cycle = Шеңбер болып шығады: { $path }. Белес өзін-өзі күте алмайды. Алдымен осы тәуелділіктердің бірін алып тастаңыз.
refusal-project-waits-for-itself = Белес өзін-өзі күте алмайды. Екі түрлі белес таңдаңыз.
refusal-project-depends-already = Бұл тәуелділік бар. Күндерін өзгерту үшін алдымен оны алып тастаңыз.
refusal-project-no-dependency = Мұндай тәуелділік жоқ. Бетті қайта ашыңыз.
refusal-project-reason-missing = Болжамға себеп керек. Бұл күн неге күтілетінін жазыңыз.
refusal-project-day-missing = Күнін айтылғандай дәл енгізіңіз. Тек болжам ғана күнсіз бола алады.
refusal-project-date-ahead = Хабар шыққан күні бұл дата әлі келмеген. Болмаған нәрсе — жоспар немесе болжам.
refusal-project-evidence-missing = Тексерілгенге негіз керек. Үзінді беріңіз немесе немен расталғанын жазыңыз.
refusal-project-baseline-hash = Хеш жоспарға сәйкес емес. Бетті қайта ашып, қайтадан бекітіңіз.
refusal-project-baseline-name = Мұндай атаулы базалық жоспар бар. Басқа атау таңдаңыз.
refusal-project-baseline-empty = Ол күні бекітілетін белестер болмаған. Кейінгі күнді таңдаңыз немесе алдымен белес қосыңыз.
refusal-project-baseline-stays = Базалық жоспар мәңгі қалады: оны қайтарып алуға немесе жоюға болмайды. Басқасын бекітіңіз.
refusal-project-link-what = Екеуінің бірін таңдаңыз: міндеттеме немесе құжат.
refusal-project-linked-already = Жоба онымен байланыстырылған.
refusal-project-no-such-fact = Мұндай жазба жоқ немесе ол қайтарып алынған. Бетті қайта ашыңыз.

# The journal, search and the overview.
entry-project_begun = Жоба басталды
entry-project_described = Жоба сипаттамасы түзетілді
entry-project_milestone_added = Белес қосылды
entry-project_milestone_described = Белес түзетілді
entry-project_milestone_removed = Белес алып тасталды
entry-project_dependency_added = Тәуелділік қосылды
entry-project_dependency_removed = Тәуелділік алып тасталды
entry-project_dated = Белестің күні енгізілді
entry-project_baseline_frozen = Базалық жоспар бекітілді
entry-project_link_added = Жоба байланыстырылды
entry-project_fact_withdrawn = Жоба жазбасы қайтарып алынды
entry-project_published = Жоба жарияланды
entry-project_unpublished = Жоба жариялаудан алынды
calendar-milestone = Белес: { $name }
thing-project = Жоба
things-project = Жобалар
decision-milestones-overdue = { $n ->
    [one] Мерзімі өткен белестер: { $n }
   *[other] Мерзімі өткен белестер: { $n }
}
decision-milestones-slipped = { $n ->
    [one] Кейінге жылжыған белестер: { $n }
   *[other] Кейінге жылжыған белестер: { $n }
}
decision-milestones-too-early = { $n ->
    [one] Тізбек мүмкіндік бергеннен ерте күтілетін белестер: { $n }
   *[other] Тізбек мүмкіндік бергеннен ерте күтілетін белестер: { $n }
}
decision-milestones-due = { $n ->
    [one] 90 күн ішінде мерзімі келетін белестер: { $n }
   *[other] 90 күн ішінде мерзімі келетін белестер: { $n }
}
decision-milestones-note = Бірлескен жобалар
