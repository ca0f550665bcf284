# Why a rule says no: what is wrong and what to do. The code of the refusal is the end of the id.

# What people type: texts, dates, numbers.
refusal-text-empty = Бул жерге эч нерсе киргизилген эмес. Текст киргизиңиз.
refusal-text-too-long = Текст өтө узун. Белгилердин чеги: { $max }. Аны кыскартыңыз.
refusal-text-encoding = Файл UTF-8 же UTF-16 коддоосунда эмес. Аны UTF-8 түрүндө сактаңыз же текстти чаптаңыз.
refusal-text-binary = Файлда текстте болбой турган белгилер бар. Тексттик файл тандаңыз же текстти чаптаңыз.
refusal-date-form = «{ $text }» дата катары окулбайт. Аны 15.03.2026, 2026-03 же 2026 түрүндө киргизиңиз.
refusal-date-none = Мындай дата жок: «{ $text }». Күнүн жана айын текшериңиз.
refusal-date-backwards = «{ $text }» мезгили башталганга чейин аяктайт. Эртерээк датаны биринчи коюңуз.
refusal-number-form = «{ $text }» сан катары окулбайт. Цифраларды киргизиңиз; бөлчөк бөлүгү үтүр же чекит менен ажыратылат.
refusal-number-negative = Сан терс: { $text }. Нөл же андан чоң сан киргизиңиз.
refusal-number-too-large = Сан өтө чоң: { $text }. Эң чоңу: 999 999 999 999 999.
refusal-unit-unknown = Эмне саналарын тандаңыз.
refusal-per-unknown = Саны кайсы мезгилге берилгенин тандаңыз.
refusal-topic-unknown = Темасын тандаңыз.
refusal-channel-unknown = Ким аркылуу өтөрүн тандаңыз.
refusal-party-unknown = «{ $text }» тараптар тизмесинде жок. Тизмеден тандаңыз.
refusal-party-code-fixed = Тараптын кодун өзгөртүүгө болбойт. Жаңы тарап киргизиңиз.
refusal-registry-code-fixed = Жазуу киргизилген реестрде калат. Башка реестрге аны кайра киргизиңиз.

# Sources and their reading.
refusal-url-form = Булактын дареги желедеги дарек эмес. Аны браузерден толугу менен көчүрүңүз.
refusal-language-unknown = Тексттин тилин тандаңыз.
refusal-source-kind-unknown = Булактын түрүн тандаңыз.
refusal-tier-unknown = Булактын окуяга жакындыгын тандаңыз.
refusal-published-later = Жарыялоо күнү али келе элек. Булак жарыяланган күндү киргизиңиз.
refusal-source-not-added = Булак али киргизиле элек. Адегенде аны кошуңуз.
refusal-source-added-already = Булак мурунтан киргизилген. Анын барагын ачыңыз.
refusal-source-unknown = Өз реестриңиздин булагын тандаңыз.
refusal-review-not-open = Бул булакты кароо аяктаган. Үзүндүлөрдү өзгөртүү үчүн кароону кайра баштаңыз.
refusal-review-open = Бул булакты кароо жүрүп жатат.
refusal-drafts-open = Чечилбеген үзүндүлөр бар. Саны: { $n }. Ар бирин ырастаңыз же четке кагыңыз.
refusal-passage-empty = Үзүндү көрсөтүлгөн эмес. Булактын сөздөрүн көчүрүңүз.
refusal-passage-outside = Үзүндү тексттен тышкары жатат. Аны кайра белгилеңиз.
refusal-passage-too-long = Үзүндү өтө узун. Белгилердин чеги: { $max }. Керектүү сөздөрдү гана келтириңиз.
refusal-passage-not-found = Бул сөздөр булактын текстинде жок. Үзүндүнү андан тамгасын өзгөртпөй көчүрүңүз.
refusal-passage-ambiguous = Бул сөздөр булактын бир нече жеринде кездешет. Жерлердин саны: { $n }. Узунураак үзүндү көчүрүңүз.

# Commitments.
refusal-commitment-unknown = Реестриңизде мындай милдеттенме жок. Тизмеден тандаңыз.
refusal-commitment-not-recorded = Милдеттенме али киргизиле элек. Анын биринчи үзүндүсүн ырастаңыз.
refusal-commitment-recorded-already = Милдеттенме мурунтан киргизилген. Ага билдирүү кошуңуз.
refusal-commitment-succeeds-itself = Милдеттенме өзүн өзү алмаштыра албайт. Башкасын тандаңыз.
refusal-stage-missing = Айтылгандын канчалык бекем экенин тандаңыз.
refusal-restatement-changes-quantity = Саны башка: мурда { $old }, эми { $new }. Өзгөргөн сан мурункуну алмаштырган жаңы милдеттенме катары киргизилет.
refusal-first-statement-stays = Биринчи билдирүүнү кайтарып алууга болбойт: милдеттенме ошого негизделген.
refusal-no-such-statement = Мындай билдирүү жок же кайтарып алынган. Баракты кайра ачыңыз.
refusal-delivery-unknown = Эмне болгонун тандаңыз.
refusal-verdict-unknown = Баа тандаңыз.
refusal-verdict-on-talks = Сүйлөшүүлөр менен ниеттер бааланбайт: убада али жок.
refusal-verdict-before-deadline = Мөөнөтү өтмөйүнчө убаданы бузулган деп эсептөөгө болбойт.
refusal-published-already = Бул баарына көрүнүп турат.
refusal-not-published = Бул жарыяланган эмес, алып салууга эч нерсе жок.

# Reported figures.
refusal-measure-form = Көрсөткүчтүн коду: 2 белгиден 40 белгиге чейин, кичине латын тамгалары, цифралар жана асты сызык белгиси, биринчи тамга турат.
refusal-observation-not-booked = Көрсөткүч али киргизиле элек. Адегенде аны киргизиңиз.
refusal-observation-booked-already = Көрсөткүч мурунтан киргизилген. Аны өз барагында тактаңыз.

# Conflicts.
refusal-rule-unknown = Булактар эмнеде дал келбей турганын тандаңыз.
refusal-conflict-not-raised = Карама-каршылык али киргизиле элек. Адегенде аны киргизиңиз.
refusal-conflict-raised-already = Карама-каршылык мурунтан киргизилген. Анын барагын ачыңыз.
refusal-conflict-needs-two-sides = Карама-каршылыкка эки билдирүү керек. Экөөнү тең киргизиңиз.
refusal-conflict-with-itself = Эки билдирүү тең бир үзүндү. Эки башка үзүндү тандаңыз.
refusal-conflict-decided-already = Карама-каршылык мурунтан чечилген. Кайра чечүү үчүн аны кайра ачыңыз.
refusal-conflict-needs-a-decision = Чечимди тандаңыз: түшүндүрүлдү, чечилди же ошол бойдон калды.
refusal-conflict-choose-one = Кайсы билдирүү туура экенин тандаңыз.
refusal-conflict-choose-none = Билдирүү карама-каршылык чечилгенде гана тандалат. Тандоону бош калтырыңыз.
refusal-conflict-open = Карама-каршылык ачык турат.

# Accounts and signing in.
refusal-email-form = Бул электрондук почтанын дареги эмес. Текшериңиз.
refusal-email-taken = Бул дарек менен башка бирөө кирет. Башкасын киргизиңиз.
refusal-role-unknown = Ролду тандаңыз.
refusal-role-partners = «Өнөктөш» ролуна жок дегенде бир өлкө керек; башка ролдордо өлкө көрсөтүлбөйт.
refusal-account-own = Муну өз эсебиңизге жасай албайсыз. Башка администраторго кайрылыңыз.
refusal-user-not-opened = Эсеп али ачыла элек. Адегенде аны ачыңыз.
refusal-user-opened-already = Эсеп мурунтан ачылган. Анын барагына өтүңүз.
refusal-user-not-active = Эсеп өчүрүлгөн. Адегенде аны иштетиңиз.
refusal-user-active = Эсеп иштеп турат.
refusal-user-disable-first = Өчүрүлгөн эсепти гана унутууга болот. Адегенде аны өчүрүңүз.
refusal-user-forgotten = Адам унутулду, муну кайтарууга болбойт. Жаңы эсеп ачыңыз.
refusal-sign-in-wrong = Электрондук почтанын дареги же сырсөз туура эмес. Экөөнү тең текшериңиз.
refusal-code-wrong = Код туура эмес же мурунтан колдонулган. Кийинкисин күтүп, киргизиңиз.
refusal-password-wrong = Азыркы сырсөз туура эмес. Аны кайра киргизиңиз.
refusal-password-short = Жаңы сырсөз өтө кыска. Белгилердин эң аз саны: { $min }.
refusal-password-long = Жаңы сырсөз өтө узун. Байттардын чеги: { $max }. Кыскараагын тандаңыз.
refusal-password-same = Жаңы сырсөз азыркысы менен бирдей. Башкасын тандаңыз.
refusal-passwords-differ = Жаңы сырсөз эки жолу ар башка терилген. Аны кайра териңиз.
refusal-meeting-partner-fixed = Жолугушуунун өнөктөшү өзгөрбөйт; башка жолугушуу киргизиңиз.
refusal-meeting-itself = Жолугушуу өзүнөн кийин турбайт.
refusal-meeting-not-yet = Күн али келе элек: жолугушуу өткөн эмес, пландалган.
refusal-meeting-description-stays = Жолугушуунун сүрөттөмөсү өзгөртүлөт, кайтарылып алынбайт.
refusal-meeting-no-such-fact = Жолугушууда мындай жазуу жок.
refusal-meeting-two-sides = Жолугушууда кеминде эки башка тарап болот.
refusal-meeting-not-a-side = { $party } — бул жолугушуунун тарабы эмес.
refusal-meeting-not-held = Чечим өткөн жолугушууда гана болот.
refusal-meeting-full = Бир жолугушууга эң көбү { $most }.
refusal-meeting-not-described = Жолугушуу сүрөттөмөсүнөн башталат.
refusal-meeting-name-not-in-source = Үзүндү бул адамды атабайт. Кызматын гана же башка үзүндү киргизиңиз.
refusal-meeting-state-unknown = Тандаңыз: пландалган, өткөн же кийинкиге калтырылган.
refusal-meeting-level-unknown = Деңгээлин тандаңыз.
refusal-meeting-unknown = Реестрде мындай жолугушуу жок.
refusal-letter-number-form = Номерде кеминде бир тамга же сан бар.
refusal-letter-number-long = Номерде эң көбү { $most } белги.
refusal-letter-no-step = Кат кайсы кадамга тиешелүү экенин тандаңыз.
refusal-letter-there = Бул кадамда мындай кат бар.
refusal-letter-not-there = Мындай кат жок же ал алынып салынган. Тизмеден тандаңыз.
refusal-letter-date-ahead = Кат бүгүндөн кийин катталбайт.
refusal-letter-way-unknown = Тандаңыз: чыгыш же кириш.
refusal-deputy-alone = Орун басар бирөөнү алмаштырат: жооптууну атаңыз.
refusal-deputy-same = Орун басар — башка адам.
refusal-charge-same = Ансыз да ошондой.
refusal-holder-two = Каттоо эсебин тандаңыз же бөлүмдү жазыңыз, экөөнү тең эмес.
refusal-holder-unknown = Реестрде мындай колдонуудагы каттоо эсеби жок.
