# Why a rule says no: what is wrong and what to do. The code of the refusal is the end of the id.

# What people type: texts, dates, numbers.
refusal-text-empty = Бұл жерге ештеңе енгізілмеген. Мәтін енгізіңіз.
refusal-text-too-long = Мәтін тым ұзын. Таңба саны бойынша шегі: { $max }. Оны қысқартыңыз.
refusal-text-encoding = Файл UTF-8 немесе UTF-16 кодтауында емес. Оны UTF-8 түрінде сақтаңыз немесе мәтінді қойыңыз.
refusal-text-binary = Файлда мәтінде болмайтын таңбалар бар. Мәтіндік файл таңдаңыз немесе мәтінді қойыңыз.
refusal-date-form = «{ $text }» күн ретінде оқылмайды. Оны 15.03.2026, 2026-03 немесе 2026 түрінде енгізіңіз.
refusal-date-none = Мұндай күн жоқ: «{ $text }». Күні мен айын тексеріңіз.
refusal-date-backwards = «{ $text }» кезеңі басталмай тұрып аяқталады. Ертерек күнді бірінші қойыңыз.
refusal-number-form = «{ $text }» сан ретінде оқылмайды. Цифр енгізіңіз; бөлшек бөлігі үтірмен немесе нүктемен ажыратылады.
refusal-number-negative = Сан теріс: { $text }. Нөл немесе одан үлкен сан енгізіңіз.
refusal-number-too-large = Сан тым үлкен: { $text }. Ең үлкені: 999 999 999 999 999.
refusal-unit-unknown = Не саналатынын таңдаңыз.
refusal-per-unknown = Мөлшер қай кезеңге берілгенін таңдаңыз.
refusal-topic-unknown = Тақырыбын таңдаңыз.
refusal-channel-unknown = Кім арқылы өтетінін таңдаңыз.
refusal-party-unknown = «{ $text }» тараптар тізімінде жоқ. Тізімнен таңдаңыз.
refusal-party-code-fixed = Тараптың кодын өзгертуге болмайды. Жаңа тарап енгізіңіз.
refusal-registry-code-fixed = Жазба енгізілген тізілімде қалады. Басқа тізілімге оны қайта енгізіңіз.

# Sources and their reading.
refusal-url-form = Дереккөздің мекенжайы желідегі мекенжай емес. Оны браузерден толық көшіріңіз.
refusal-language-unknown = Мәтіннің тілін таңдаңыз.
refusal-source-kind-unknown = Дереккөздің түрін таңдаңыз.
refusal-tier-unknown = Дереккөздің оқиғаға жақындығын таңдаңыз.
refusal-published-later = Жариялау күні әлі келген жоқ. Дереккөз жарияланған күнді енгізіңіз.
refusal-source-not-added = Дереккөз әлі енгізілмеген. Алдымен оны қосыңыз.
refusal-source-added-already = Дереккөз енгізіліп қойған. Оның бетін ашыңыз.
refusal-source-unknown = Өз тізіліміңіздің дереккөзін таңдаңыз.
refusal-review-not-open = Бұл дереккөзді қарау аяқталған. Үзінділерді өзгерту үшін қарауды қайта бастаңыз.
refusal-review-open = Бұл дереккөзді қарау жүріп жатыр.
refusal-drafts-open = Шешілмеген үзінділер бар. Саны: { $n }. Әрқайсысын растаңыз немесе қабылдамаңыз.
refusal-passage-empty = Үзінді көрсетілмеген. Дереккөздің сөздерін көшіріңіз.
refusal-passage-outside = Үзінді мәтіннен тыс жатыр. Оны қайта белгілеңіз.
refusal-passage-too-long = Үзінді тым ұзын. Таңба саны бойынша шегі: { $max }. Тек қажет сөздерді келтіріңіз.
refusal-passage-not-found = Бұл сөздер дереккөздің мәтінінде жоқ. Үзіндіні одан әріп-әрпімен көшіріңіз.
refusal-passage-ambiguous = Бұл сөздер дереккөздің бірнеше жерінде кездеседі. Жер саны: { $n }. Ұзынырақ үзінді көшіріңіз.

# Commitments.
refusal-commitment-unknown = Тізіліміңізде мұндай міндеттеме жоқ. Тізімнен таңдаңыз.
refusal-commitment-not-recorded = Міндеттеме әлі енгізілмеген. Оның алғашқы үзіндісін растаңыз.
refusal-commitment-recorded-already = Міндеттеме енгізіліп қойған. Оған мәлімдеме қосыңыз.
refusal-commitment-succeeds-itself = Міндеттеме өзін-өзі алмастыра алмайды. Басқасын таңдаңыз.
refusal-stage-missing = Айтылғанның қаншалықты нақты екенін таңдаңыз.
refusal-restatement-changes-quantity = Мөлшер өзгеше: бұрын { $old }, енді { $new }. Өзгерген мөлшер бұрынғыны алмастыратын жаңа міндеттеме ретінде енгізіледі.
refusal-first-statement-stays = Алғашқы мәлімдемені қайтарып алуға болмайды: міндеттеме соған негізделген.
refusal-no-such-statement = Мұндай мәлімдеме жоқ немесе қайтарып алынған. Бетті қайта ашыңыз.
refusal-delivery-unknown = Не болғанын таңдаңыз.
refusal-verdict-unknown = Бағаны таңдаңыз.
refusal-verdict-on-talks = Келіссөздер мен ниеттерге баға берілмейді: уәде әлі жоқ.
refusal-verdict-before-deadline = Мерзімі өтпей тұрып уәдені бұзылған деуге болмайды.
refusal-published-already = Бұл бәріне көрініп тұр.
refusal-not-published = Бұл жарияланбаған, алып тастайтын ештеңе жоқ.

# Reported figures.
refusal-measure-form = Көрсеткіш коды: 2 таңбадан 40 таңбаға дейін, кіші латын әріптері, цифрлар және астын сызу белгісі, бірінші әріп тұрады.
refusal-observation-not-booked = Көрсеткіш әлі енгізілмеген. Алдымен оны енгізіңіз.
refusal-observation-booked-already = Көрсеткіш енгізіліп қойған. Оны өз бетінде нақтылаңыз.

# Conflicts.
refusal-rule-unknown = Дереккөздердің неде сәйкес келмейтінін таңдаңыз.
refusal-conflict-not-raised = Қайшылық әлі енгізілмеген. Алдымен оны енгізіңіз.
refusal-conflict-raised-already = Қайшылық енгізіліп қойған. Оның бетін ашыңыз.
refusal-conflict-needs-two-sides = Қайшылыққа екі мәлімдеме керек. Екеуін де енгізіңіз.
refusal-conflict-with-itself = Екі мәлімдеме де бір үзінді. Екі түрлі үзінді таңдаңыз.
refusal-conflict-decided-already = Қайшылық шешіліп қойған. Қайта шешу үшін оны қайта ашыңыз.
refusal-conflict-needs-a-decision = Шешімді таңдаңыз: түсіндірілді, шешілді немесе сол күйінде қалды.
refusal-conflict-choose-one = Қай мәлімдеменің дұрыс екенін таңдаңыз.
refusal-conflict-choose-none = Мәлімдеме қайшылық шешілгенде ғана таңдалады. Таңдауды бос қалдырыңыз.
refusal-conflict-open = Қайшылық ашық тұр.

# Accounts and signing in.
refusal-email-form = Бұл электрондық пошта мекенжайы емес. Тексеріңіз.
refusal-email-taken = Бұл мекенжаймен басқа біреу кіреді. Басқасын енгізіңіз.
refusal-role-unknown = Рөлді таңдаңыз.
refusal-role-partners = «Серіктес» рөліне кемінде бір ел керек; басқа рөлдерде ел көрсетілмейді.
refusal-account-own = Мұны өз тіркелгіңізге жасай алмайсыз. Басқа әкімшіге жүгініңіз.
refusal-user-not-opened = Тіркелгі әлі ашылмаған. Алдымен оны ашыңыз.
refusal-user-opened-already = Тіркелгі ашылып қойған. Оның бетіне өтіңіз.
refusal-user-not-active = Тіркелгі өшірілген. Алдымен оны қосыңыз.
refusal-user-active = Тіркелгі жұмыс істеп тұр.
refusal-user-disable-first = Тек өшірілген тіркелгіні ұмытуға болады. Алдымен оны өшіріңіз.
refusal-user-forgotten = Адам ұмытылды, мұны қайтаруға болмайды. Жаңа тіркелгі ашыңыз.
refusal-sign-in-wrong = Электрондық пошта мекенжайы немесе құпиясөз қате. Екеуін де тексеріңіз.
refusal-code-wrong = Код қате немесе пайдаланылып қойған. Келесісін күтіп, енгізіңіз.
refusal-password-wrong = Қазіргі құпиясөз қате. Оны қайта енгізіңіз.
refusal-password-short = Жаңа құпиясөз тым қысқа. Таңбалардың ең аз саны: { $min }.
refusal-password-long = Жаңа құпиясөз тым ұзын. Байт саны бойынша шегі: { $max }. Қысқарағын таңдаңыз.
refusal-password-same = Жаңа құпиясөз қазіргісімен бірдей. Басқасын таңдаңыз.
refusal-passwords-differ = Жаңа құпиясөз екі рет әртүрлі терілген. Оны қайта теріңіз.
refusal-meeting-partner-fixed = Кездесудің серіктесі өзгермейді; басқа кездесу енгізіңіз.
refusal-meeting-itself = Кездесу өзінен кейін тұрмайды.
refusal-meeting-not-yet = Күн әлі келген жоқ: кездесу өткен емес, жоспарланған.
refusal-meeting-description-stays = Кездесу сипаттамасы өзгертіледі, қайтарып алынбайды.
refusal-meeting-no-such-fact = Кездесуде мұндай жазба жоқ.
refusal-meeting-two-sides = Кездесуде кемінде екі түрлі тарап болады.
refusal-meeting-not-a-side = { $party } — бұл кездесудің тарапы емес.
refusal-meeting-not-held = Шешім тек өткен кездесуде болады.
refusal-meeting-full = Бір кездесуге ең көбі { $most }.
refusal-meeting-not-described = Кездесу сипаттамасынан басталады.
refusal-meeting-name-not-in-source = Үзінді бұл адамды атамайды. Тек лауазымын немесе басқа үзінді енгізіңіз.
refusal-meeting-state-unknown = Таңдаңыз: жоспарланған, өткен немесе кейінге қалдырылған.
refusal-meeting-level-unknown = Деңгейін таңдаңыз.
refusal-meeting-unknown = Тізілімде мұндай кездесу жоқ.
refusal-letter-number-form = Нөмірде кемінде бір әріп немесе цифр бар.
refusal-letter-number-long = Нөмірде ең көбі { $most } таңба.
refusal-letter-no-step = Хат қай қадамға қатысты екенін таңдаңыз.
refusal-letter-there = Бұл қадамда мұндай хат бар.
refusal-letter-not-there = Мұндай хат жоқ немесе ол алып тасталған. Тізімнен таңдаңыз.
refusal-letter-date-ahead = Хат бүгіннен кейін тіркелмейді.
refusal-letter-way-unknown = Таңдаңыз: шығыс немесе кіріс.
refusal-deputy-alone = Орынбасар біреуді алмастырады: жауаптыны атаңыз.
refusal-deputy-same = Орынбасар — басқа тұлға.
refusal-charge-same = Онсыз да солай.
refusal-holder-two = Тіркелгіні таңдаңыз немесе бөлімшені жазыңыз, екеуін бірдей емес.
refusal-holder-unknown = Тізілімде мұндай қолданыстағы тіркелгі жоқ.
