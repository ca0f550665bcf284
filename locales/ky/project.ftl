# Projects: typed milestones, slip, baselines.
nav-projects = Долбоорлор
projects-title = Биргелешкен долбоорлор
projects-lead = Эмне курулат, ачылат же түзүлөт. «Курулду», «лицензияланды», «иштеп жатат» жана «ачылды» — өзүнчө белестер.
projects-none = Ылайыктуу долбоор жок. Шарттардын бирин алып салыңыз же долбоор баштаңыз.
projects-csv = Белестер CSV түрүндө
progress-title = Жарыяланган долбоорлор
progress-lead = Жарыяланган үзүндүлөргө таянганы гана. Күнү жок белес жок деп көрсөтүлөт.
progress-none = Азырынча бир да долбоор жарыяланган жок.
project-begin = Долбоор баштоо
project-begin-lead = Долбоор убада кылынган иштин белестерин чогултат. Күндөр кийин, ар бири өз үзүндүсү менен киргизилет.
project-col-title = Долбоор
project-milestones = Белестер
project-milestone = Белес
project-having = Белестери
project-reached-of = жетилген белестер: { $n } / { $of }
project-n-overdue = { $n ->
    [one] мөөнөтү өткөнү: { $n }
   *[other] мөөнөтү өткөнү: { $n }
}
project-n-slipped = { $n ->
    [one] кийинге жылганы: { $n }
   *[other] кийинге жылганы: { $n }
}
project-n-too-early = { $n ->
    [one] тизмек мүмкүндүк бергенден эртеси: { $n }
   *[other] тизмек мүмкүндүк бергенден эртеси: { $n }
}
project-n-undated = { $n ->
    [one] күнү жогу: { $n }
   *[other] күнү жогу: { $n }
}
project-n-due = { $n ->
    [one] 90 күндүн ичинде мөөнөтү келери: { $n }
   *[other] 90 күндүн ичинде мөөнөтү келери: { $n }
}
project-n-dated = { $n ->
    [one] күнү бар белестер: { $n }
   *[other] күнү бар белестер: { $n }
}
served-by = Долбоор
project-serves = Эмнеге кызмат кылат
project-state = Абалы
project-cells-note = Ар бир белес өз алдынча; бири экинчисин алмаштырбайт.
project-cell-not-planned = планда жок
project-cell-part = { $n } / { $of }, акыркысы: { $date }
project-plan-note = Сүрөт таблица боюнча түзүлгөн
project-no-milestones = Азырынча белестер жок. Биринчисин кошуңуз.
project-on = Күнү
project-slip = Жылышы
project-picture = Сүрөт
project-critical = аяктоо мөөнөтүн аныктайт
project-no-day = жазууда күнү жок

# By how much a day moved.
project-slip-same = жылган жок
project-slip-later = кийин: { $days }
project-slip-earlier = эрте: { $days }
project-slip-later-range = кийин: { $least } – { $most }
project-slip-earlier-range = эрте: { $least } – { $most }
project-slip-either = эрте болсо эң көбү: { $early }, кеч болсо эң көбү: { $late }
project_unknown-no_date_then = мурунку күнү жок
project_unknown-no_date_now = күнү эми жок
project_unknown-approximate = эсептөөгө болбойт: күнү болжолдуу
project_unknown-not_then = мурунку планда жок
project_unknown-not_now = планда эми жок
project-first-said = алгач айтылганы: { $date }
project-in-baseline = базалык планда: { $date }
project-began = иш башталды: { $date }
project-chain = тизмек боюнча эң эртеси: { $date }, кийин: { $by }
project-chain-undated = { $n ->
    [one] ага чейинки күнү жок белестер: { $n }
   *[other] ага чейинки күнү жок белестер: { $n }
}
project-moved = { $n ->
    [one] жылдырылды: { $n } жолу
   *[other] жылдырылды: { $n } жолу
}
project-moved-total = { $times }; жалпысынан: { $total }
project-chain-title = Аяктоону эмне аныктайт
project-chain-note = Айтылгандар жана көз карандылыктар мүмкүндүк берген эң эрте күндөр боюнча эсептелет.

# Baselines and what a plan is held against.
project-against = Жылыш эмнеге карата
project-against-first = алгач айтылган күнгө
project-with = Базалык планды салыштыруу
project-now = азыркы план менен
project-compare = Салыштыруу
project-compared = Эки пландын салыштырмасы
project-no-baseline = Бул күнгө карата жазууда мындай базалык план жок. Жылыш алгач айтылган күнгө карата көрсөтүлдү.
project-baselines = Базалык пландар
project-baselines-note = Бекемделген пландар өзгөртүлбөйт жана өчүрүлбөйт
project-baseline-name = Аталышы
project-baseline-name-hint = Мисалы: «Министрлер Кабинетинин чечими»
project-baseline-day = Кайсы күнгө белгилүү болгону
project-baseline-day-hint = Ошол күнгө чейин жарыялангандарды бекемдөө үчүн мурунку күн. Бош болсо: азыркы план.
project-baseline-known = ушул күнгө белгилүү болгону: { $date }
project-frozen = Бекемделген күнү
project-alarm-too-early = тизмек мүмкүндүк бергенден эрте күтүлөт: { $days }; эң эртеси: { $date }
project-alarm-order = күтүшү керек болгон белестен мурда жетилди: { $before }
project-alarm-differ = булактар күнү боюнча дал келбейт
project-alarm-due = мөөнөтү: { $date }, калды: { $days }

# Forms.
project-site = Жери
project-site-hint = Шаар же мекеме; жери аталбаса, бош калтырыңыз
project-template = Үлгү
project-template-hint = Белестерди жана көз карандылыктарды берет, күндөрдү эмес. Кол менен баштоо үчүн бош калтырыңыз.
project-phase-n = Этап: { $n }
project-phase = Этап
project-phase-hint = Сан: 0 – 99
project-kind = Түрү
project-kind-hint = Бир түрү экинчисин алмаштырбайт: курулганы али лицензияланган эмес.
project-part-what = Долбоор
project-part-shape = Түзүмү
project-part-serves = Эмнеге кызмат кылат
project-part-milestone = Белес
project-part-day = Күнү
project-aspect = Эмне айтылат
project-aspect-hint = Божомолго себеп керек. Мурда айтылган өчүрүлбөйт.
project-on-hint = Айтылгандай так: 2030, 2026-06 же 15.06.2026. Күн эми айтылбаган божомолдо гана бош.
project-reason = Себеби
project-reason-hint = Күн эмне үчүн жылды же эмне менен текшерилди
project-after = Күтөт
project-before = Эмнени
project-lag = Ортосундагы күндөр
project-lag-hint = Эки белестин ортосундагы эң аз күн. Бош болсо: жок.
project-dependency = Көз карандылык
project-waits = { $after } ← { $before }
project-do-say = Күн киргизүү
project-do-milestone = Белес кошуу
project-do-rename = Оңдоо
project-do-remove = Белести алып салуу
project-do-depend = Көз карандылык кошуу
project-do-undepend = Көз карандылыкты алып салуу
project-do-freeze = Базалык планды бекемдөө
project-do-link = Милдеттенмеге же документке байланыштыруу
project-describe-lead = Долбоордун сыпаттамасы. Белестер жана күндөр өзгөрбөйт.
project-milestone-lead = Белестин түрү жана аталышы бар. Күндөрү кийин киргизилет.
project-rename-lead = Базалык пландар мурунку аталышын жана түрүн сактайт.
project-remove-lead = Белес күндөрү жана көз карандылыктары менен пландан чыгат. Базалык пландар жана журнал аны сактайт.
project-depend-lead = Бир белеске экинчисинен мурда жетүүгө болбойт. Тизмек айтылгандын жанында көрсөтүлөт жана эчтеке өчүрбөйт.
project-undepend-lead = Белес эми күтпөйт. Күндөрү калат.
project-say-lead = Белестин күнү жөнүндө эмне айтылды. Ачык факт үчүн үзүндү керек; ансыз аны реестр гана көрөт.
project-freeze-lead = План ушул бойдон хеш менен сакталат. Ал өзгөртүлбөйт жана өчүрүлбөйт.
project-link-lead = Бирин тандаңыз: милдеттенме же документ.
project-withdraw-lead = Жаңылыштык менен киргизилген үчүн. Журналда калат, бирок эсептелбейт. Базалык пландар кайтарылып алынбайт.
project-publish-lead = Баары белестерди жана жарыяланган үзүндүлөргө таянган күндөрдү көрөт; себептерсиз жана көз карандылыктарсыз.

# History.
project-h-begun = Долбоор башталды
project-h-said = { $milestone }: { $aspect }: { $date }
project-h-moved = Жылышы: { $slip }
project-h-frozen = Базалык план бекемделди: { $name }, хеш { $hash }
project-h-serves = Кызмат кылат:
project-entered-by = Киргизилген убактысы: { $time }, { $who }

# The picture.
gantt-expected = пландалган же күтүлөт
gantt-reached = жетилди
gantt-started = иш
gantt-rough = айына, жылына чейин же болжолдуу гана белгилүү
gantt-slip = жылыш
gantt-chain = тизмек боюнча эң эртеси
gantt-none = жазууда күнү жок
gantt-today = барактын күнү: { $date }
gantt-first = алгач айтылган күн

# Kinds of milestones, what is said of them, how far they are.
milestone_kind-decision = чечим
milestone_kind-regulation = укуктук жөнгө салуу
milestone_kind-agreement = макулдашуу
milestone_kind-funding = каржылоо
milestone_kind-design = долбоорлоо
milestone_kind-permit = курулушка уруксат
milestone_kind-construction = курулуш
milestone_kind-equipment = жабдуу
milestone_kind-licence = лицензия
milestone_kind-staff = кадрлар
milestone_kind-commissioning = ишке киргизүү
milestone_kind-first_patient = биринчи бейтап
milestone_kind-ceremony = ачылыш салтанаты
milestone_kind-audit = аудит
milestone_aspect-planned = пландалган
milestone_aspect-forecast = божомол
milestone_aspect-started = иш башталды
milestone_aspect-claimed = жетилди, кабар боюнча
milestone_aspect-confirmed = жетилди, текшерилди
milestone_progress-undated = күнү жок
milestone_progress-expected = күтүлөт
milestone_progress-started = аткарылууда
milestone_progress-claimed = жетилди, кабар боюнча
milestone_progress-confirmed = жетилди, текшерилди
project_standing-empty = белестер жок
project_standing-all_reached = баарына жетилди, кабар боюнча
project_standing-overdue = мөөнөтү өттү
project_standing-slipped = кийинге жылды
project_standing-undated = күндөр жетишпейт
project_standing-on_plan = план боюнча
project_having-overdue = мөөнөтү өткөн
project_having-slipped = кийинге жылган
project_having-undated = күнү жок
project_having-too_early = тизмек мүмкүндүк бергенден эрте
project_having-due = 90 күндүн ичинде мөөнөтү келген

# The template of a nuclear medicine centre, after the milestones of the International Atomic Energy Agency.
project_template-nuclear_medicine_centre = Циклотрону бар ядролук медицина борбору
nuclear_phase-0 = Даярдык
nuclear_phase-1 = Чечим
nuclear_phase-2 = Жөнгө салуу жана макулдашуулар
nuclear_phase-3 = Долбоорлоо
nuclear_phase-4 = Кадрлар
nuclear_phase-5 = Курулуш жана жабдуу
nuclear_phase-6 = Ишке киргизүү
nuclear_phase-7 = Аудит
project_step-memorandum = Меморандум
project_step-generator = Биринчи технеций генератору
project_step-department = ОФЭКТ бөлүмү
project_step-radiopharmacy = Радиофармацевтикалык лаборатория, 1-деңгээл
project_step-groundwork_licences = Бөлүмдүн лицензиялары
project_step-department_patient = Бөлүмдүн биринчи бейтабы
project_step-generator_supply = Генераторлорду үзгүлтүксүз жеткирүү
project_step-needs = Муктаждык жана техникалык-экономикалык негиздеме
project_step-site = Жер тандоо
project_step-state_decision = Мамлекеттин чечими
project_step-state_plan = Мамлекеттик планга киргизүү
project_step-radiation_law = Радиациялык коопсуздук жөнүндө мыйзам
project_step-gmp = Радиофармпрепараттар үчүн талаптагыдай өндүрүштүк практика
project_step-centre_agreement = Өкмөттөр аралык же инвестициялык макулдашуу
project_step-financing = Каржылоо
project_step-concept = Концептуалдык долбоор
project_step-shielding = Радиациялык коргоо долбоору
project_step-licence_build = Курулушка уруксат
project_step-physicists = Медициналык физиктер
project_step-radiopharmacists = Радиофармацевттер
project_step-technologists = Технологдор
project_step-construction = Имараттын курулушу
project_step-cyclotron = Циклотрон
project_step-hot_cells = Ысык камералар
project_step-pet_ct = ПЭТ/КТ
project_step-site_acceptance = Жеринде кабыл алуу сыноолору
project_step-validation_batches = Валидациялык сериялар
project_step-licence_operate = Иштөөгө лицензия
project_step-first_patient = Борбордун биринчи бейтабы
project_step-quanum_baseline = QUANUM аудити: биринчи
project_step-quanum_follow = QUANUM аудити: кайталанма

# Why a rule says no.
refusal-project-begun-already = Долбоор башталган. Анын барагын ачыңыз.
refusal-project-not-begun = Долбоор али баштала элек. Алгач аны баштаңыз.
refusal-project-two-parties = Долбоордун кеминде эки тарабы бар, ар бири бир жолу аталат. Аларды тандаңыз.
refusal-project-template-unknown = Мындай үлгү жок. Тизмеден тандаңыз же бош калтырыңыз.
refusal-project-kind-unknown = Белестин түрүн тандаңыз.
refusal-project-aspect-unknown = Эмне айтылганын тандаңыз.
refusal-project-phase-range = Этап — 0 жана { $most } аралыгындагы бүтүн сан.
refusal-project-lag-range = Белестердин ортосундагы күндөр — 0 жана { $most } аралыгындагы бүтүн сан.
refusal-project-no-milestone = Планда мындай белес жок. Тизмеден тандаңыз.
refusal-project-milestone-there = Белес планда бар. Баракты кайра ачыңыз.
refusal-project-too-many = Долбоордо белестердин чеги: { $most }. Калгандары үчүн башка долбоор баштаңыз.
refusal-project-cycle = Тегерек болуп калат: { $path }. Белес өзүн өзү күтө албайт. Алгач ушул көз карандылыктардын бирин алып салыңыз.
refusal-project-waits-for-itself = Белес өзүн өзү күтө албайт. Эки башка белес тандаңыз.
refusal-project-depends-already = Бул көз карандылык бар. Күндөрүн өзгөртүү үчүн алгач аны алып салыңыз.
refusal-project-no-dependency = Мындай көз карандылык жок. Баракты кайра ачыңыз.
refusal-project-reason-missing = Божомолго себеп керек. Бул күн эмне үчүн күтүлөрүн жазыңыз.
refusal-project-day-missing = Күнүн айтылгандай так киргизиңиз. Божомол гана күнсүз болушу мүмкүн.
refusal-project-date-ahead = Кабар чыккан күнү бул дата али келе элек. Боло элек нерсе — план же божомол.
refusal-project-evidence-missing = Текшерилгенге негиз керек. Үзүндү бериңиз же эмне менен ырасталганын жазыңыз.
refusal-project-baseline-hash = Хеш планга туура келбейт. Баракты кайра ачып, кайрадан бекемдеңиз.
refusal-project-baseline-name = Мындай аталыштагы базалык план бар. Башка аталыш тандаңыз.
refusal-project-baseline-empty = Ал күнү бекемделе турган белестер жок болчу. Кийинки күндү тандаңыз же алгач белес кошуңуз.
refusal-project-baseline-stays = Базалык план түбөлүк калат: аны кайтарып алууга же өчүрүүгө болбойт. Башкасын бекемдеңиз.
refusal-project-link-what = Экөөнүн бирин тандаңыз: милдеттенме же документ.
refusal-project-linked-already = Долбоор аны менен байланыштырылган.
refusal-project-no-such-fact = Мындай жазуу жок же ал кайтарылып алынган. Баракты кайра ачыңыз.

# The journal, search and the overview.
entry-project_begun = Долбоор башталды
entry-project_described = Долбоордун сыпаттамасы оңдолду
entry-project_milestone_added = Белес кошулду
entry-project_milestone_described = Белес оңдолду
entry-project_milestone_removed = Белес алып салынды
entry-project_dependency_added = Көз карандылык кошулду
entry-project_dependency_removed = Көз карандылык алып салынды
entry-project_dated = Белестин күнү киргизилди
entry-project_baseline_frozen = Базалык план бекемделди
entry-project_link_added = Долбоор байланыштырылды
entry-project_fact_withdrawn = Долбоордун жазуусу кайтарылып алынды
entry-project_published = Долбоор жарыяланды
entry-project_unpublished = Долбоор жарыялоодон алынды
calendar-milestone = Белес: { $name }
thing-project = Долбоор
things-project = Долбоорлор
decision-milestones-overdue = { $n ->
    [one] Мөөнөтү өткөн белестер: { $n }
   *[other] Мөөнөтү өткөн белестер: { $n }
}
decision-milestones-slipped = { $n ->
    [one] Кийинге жылган белестер: { $n }
   *[other] Кийинге жылган белестер: { $n }
}
decision-milestones-too-early = { $n ->
    [one] Тизмек мүмкүндүк бергенден эрте күтүлгөн белестер: { $n }
   *[other] Тизмек мүмкүндүк бергенден эрте күтүлгөн белестер: { $n }
}
decision-milestones-due = { $n ->
    [one] 90 күндүн ичинде мөөнөтү келген белестер: { $n }
   *[other] 90 күндүн ичинде мөөнөтү келген белестер: { $n }
}
decision-milestones-note = Биргелешкен долбоорлор
