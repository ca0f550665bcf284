# Partners.
partners-title = Өнөктөш өлкөлөр
partners-intro = Милдеттенмелер жүргүзүлгөн өнөктөштөр.
partners-none = Азырынча өнөктөш жок.
partners-promises = Убадалар
partners-talks = Ниеттер жана сүйлөшүүлөр
partner-counts = Убадалар: { $promises }; ниеттер жана сүйлөшүүлөр: { $talks }
partner-meetings = Жолугушуулар
partner-conflicts = Булактардын ортосундагы карама-каршылыктар
level-heads_of_state = мамлекет башчылары
level-ministers = министрлер
level-deputy_ministers = министрлердин орун басарлары
level-commission = комиссия
level-experts = эксперттер
level-other = башка

# Өнөктөш жөнүндө маалымкат.
brief-open-link = Маалымкат
brief-title = Маалымкат: { $partner }
brief-lead = { $author }. Күнү: { $date }
brief-promised = Убада кылынганы жана аткарылганы
brief-talks = Ниеттер жана сүйлөшүүлөр
brief-talks-note = Убада катары эсептелбейт.
brief-places = Орундар кайда
brief-none = Жазуу жок.
brief-no-slip = Бир да этап кийинкиге жылдырылган эмес.
brief-more = Милдеттенмелер маалымкаттагыдан көп: милдеттенмелердин тизмесин караңыз.
brief-more-places = Бардык квота позициялары

# Тараптар.
parties-title = Тараптар
parties-lead = Мамлекеттер, министрликтер жана уюмдар, убакыт боюнча аталыштары менен. Алар бардык реестрлерге орток.
parties-open = Бардык тараптар
party-enter = Тарапты киргизүү
party-enter-lead = Ким кол коёт, убада берет, кабыл алат же отчет берет. Адегенде тизмеде бар-жогун караңыз: код киргизилгендей калат.
party-code = Код
party-code-hint = Мамлекет үчүн өлкөнүн эки тамгасы (TR); болбосо 2ден 16га чейинки латын баш тамгасы, цифра же дефис, мисалы KG-MOH.
party-kind = Бул ким
party-country = Өлкө
party-parent = Эмненин бөлүгү
party-parts = Бөлүктөрү
party-what = Тарап
party-with = Аны менен бар иштер
party-name = Аталышы
party-names = Аталыштары
party-name-ever = Башынан тартып
party-name-since = Башталышы: { $date }
party-name-from = Качантан бери ушундай аталат
party-name-from-hint = Күн, ай же жыл. Бош болсо: аталышы жок тилдер толукталат.
party-rename = Аталыш берүү
party-rename-lead = Жаңы аталыш өз күнүнөн баштап эскисинин жанында турат. Бар аталыш эч качан кайра жазылбайт.
refusal-party-there = { $code } коду башка тарапта. Аны тизмеден тандаңыз же башка код алыңыз.
refusal-party-named-already = Бул тилде ал «{ $old }» деп аталат. Башка аталыш үчүн качантан бери экенин көрсөтүңүз.
refusal-party-name-before = Мурдагы аталыш ошол күнү же кийинчерээк башталат. Күндү текшериңиз.
refusal-party-name-nothing = Жаңысы жок: аталыш бул тилдерде бар.
