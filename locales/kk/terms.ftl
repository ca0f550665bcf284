# How firm the words are: the nine stages that are kept.
stage-S0 = аталды
stage-S1 = талқыланды
stage-S2 = қызығушылық немесе өтініш
stage-S3 = ұсынылды
stage-S4 = жоспарланған немесе пысықталуда
stage-S5 = келісілді
stage-S6 = саны мен мерзімі келісілді
stage-S7 = қол қойылған құжатта
stage-S8 = күшінде немесе қаржыландырылған

# The five words a reader sees.
shown-raised = Талқыланды
shown-intended = Ниет
shown-agreed = Келісілді
shown-signed = Қол қойылды
shown-in_force = Күшінде
stage-of = саты: { $n } / 5
promise-counted = Уәде ретінде саналады
promise-not-counted = Уәде ретінде саналмайды

# What happened.
delivery-not_due = мерзімі келген жоқ
delivery-in_progress = орындалуда
delivery-partly_delivered = ішінара орындалды
delivery-delivered_claimed = тараптың мәлімдеуінше орындалды
delivery-verified = орындалғаны тексерілді
delivery-suspended = тоқтатыла тұрды
delivery-lapsed = орындалмай, мерзімі өтті
delivery-renegotiated = жаңа міндеттемемен ауыстырылды

# What a person judged.
verdict-not_rated = бағаланбаған
verdict-on_track = жоспар бойынша
verdict-at_risk = тәуекел бар
verdict-kept = орындалды
verdict-kept_in_part = ішінара орындалды
verdict-broken = бұзылды
verdict-unverifiable = тексеру мүмкін емес

# The state of a commitment, as a chip.
state-reported = Есеп берілген
state-behind = Артта қалуда
state-no_report = Есеп жоқ
state-due_this_year = Мерзімі – осы жылы
state-talks = Тек келіссөз
state-delivered = Орындалды
state-intended = Міндеттемейді
state-lapsed = Мерзімі өтті
state-replaced = Ауыстырылды

# What a commitment is about.
topic-treatment = емдеу
topic-residency = резидентура
topic-internship = тағылымдама
topic-training = оқыту
topic-expert_exchange = сарапшылармен алмасу
topic-facility = медициналық мекеме
topic-instrument = халықаралық құжат
topic-regulation = реттеу
topic-medicines_register = дәрілік заттар тізілімі
topic-localisation = өндірісті жергіліктендіру
topic-working_group = жұмыс тобы
topic-multilateral_body = көпжақты орган
topic-digital_health = цифрлық денсаулық сақтау
topic-supply = жеткізілім
topic-research = ғылыми зерттеулер
topic-other = басқа

# Through whom the places of a quota are given, and over which period.
channel-embassy = елшілік арқылы
channel-ministry = министрлік арқылы
channel-any = арналарға бөлінбеген
per-once = бір рет
per-year = жыл сайын
per-month = ай сайын

# Sources.
source_kind-communique = коммюнике
source_kind-press_release = баспасөз хабарламасы
source_kind-treaty_text = шарт мәтіні
source_kind-law = заң немесе құқықтық акт
source_kind-letter = хат
source_kind-report = есеп
source_kind-news = жаңалық
source_kind-table = кесте
tier-1 = құжаттың өз мәтіні
tier-2 = тараптың ресми хабарламасы
tier-3 = ресми хабарламаға сілтеме жасаған агенттік
tier-4 = басқа дереккөз

# Parties and people.
party_kind-state = мемлекет
party_kind-ministry = министрлік
party_kind-organisation = ұйым
party_kind-company = компания
party_kind-university = университет
party_kind-hospital = аурухана
role-administrator = әкімші
role-officer = келісімдер жөніндегі қызметкер
role-reader = оқырман
role-auditor = аудитор
role-partner = серіктес
role-applicant = өтініш беруші
role-public = келуші

# Rules that find two sources at odds, and what became of a conflict.
rule-C1 = Мәндер әртүрлі
rule-C2 = Бір актінің күндері әртүрлі
rule-C3 = «Алғаш рет» делінген, бірақ бұрынғы оқиға тіркелген
rule-C4 = Сатылар сәйкес келмейді
rule-C5 = Бөліктердің қосындысы жалпы санға тең емес
rule-C6 = Мерзім жылжытылған немесе аталмаған
rule-C7 = Тармақтар тізімі әртүрлі
rule-C8 = Тілдік нұсқалар әртүрлі
rule-C9 = Сол сан басқа ел немесе мекеме туралы
rule-C10 = Күші жойылған немесе белгісіз актіге сілтеме
conflict-open = ашық
conflict-explained = түсіндірілді: екі мәлімет те дұрыс
conflict-resolved = шешілді: бірі таңдалды
conflict-standing = шешілмеген күйінде қалды

# The nine fields of the talks of February 2026.
specialty-neurosurgery = нейрохирургия
specialty-oncology = онкология
specialty-cardiac_surgery = кардиохирургия
specialty-obstetrics_gynaecology = акушерлік және гинекология
specialty-anaesthesiology_intensive_care = анестезиология, реаниматология және қарқынды терапия
specialty-neonatology = неонатология
specialty-paediatrics = педиатрия
specialty-genetics = генетика
specialty-laboratory_diagnostics = зертханалық диагностика
