# Partners.
partners-title = Серіктес елдер
partners-intro = Міндеттемелер жүргізілетін серіктестер.
partners-none = Әзірге серіктес жоқ.
partners-promises = Уәделер
partners-talks = Ниеттер мен келіссөздер
partner-counts = Уәделер: { $promises }; ниеттер мен келіссөздер: { $talks }
partner-meetings = Кездесулер
partner-conflicts = Дереккөздер арасындағы қайшылықтар
level-heads_of_state = мемлекет басшылары
level-ministers = министрлер
level-deputy_ministers = министрлердің орынбасарлары
level-commission = комиссия
level-experts = сарапшылар
level-other = басқа

# Серіктес туралы анықтама.
brief-open-link = Анықтама
brief-title = Анықтама: { $partner }
brief-lead = { $author }. Күні: { $date }
brief-promised = Уәде етілгені және орындалғаны
brief-talks = Ниеттер мен келіссөздер
brief-talks-note = Уәде болып саналмайды.
brief-places = Орындар қайда
brief-none = Жазба жоқ.
brief-no-slip = Бірде-бір кезең кейінге шегерілген жоқ.
brief-more = Міндеттемелер анықтамадағыдан көп: міндеттемелер тізімін қараңыз.
brief-more-places = Барлық квота позициялары

# Тараптар.
parties-title = Тараптар
parties-lead = Мемлекеттер, министрліктер мен ұйымдар, уақыт бойынша атауларымен. Олар барлық тізілімге ортақ.
parties-open = Барлық тараптар
party-enter = Тарапты енгізу
party-enter-lead = Кім қол қояды, уәде береді, қабылдайды немесе есеп береді. Алдымен тізімде бар-жоғын қараңыз: код енгізілген күйінде қалады.
party-code = Код
party-code-hint = Мемлекет үшін елдің екі әрпі (TR); әйтпесе 2-ден 16-ға дейінгі латын бас әрпі, цифр немесе дефис, мысалы KG-MOH.
party-kind = Бұл кім
party-country = Ел
party-parent = Ненің бөлігі
party-parts = Бөліктері
party-what = Тарап
party-with = Онымен бар істер
party-name = Атауы
party-names = Атаулары
party-name-ever = Басынан бастап
party-name-since = Басталуы: { $date }
party-name-from = Қашаннан бері осылай аталады
party-name-from-hint = Күн, ай немесе жыл. Бос болса: атауы жоқ тілдер толықтырылады.
party-rename = Атау беру
party-rename-lead = Жаңа атау өз күнінен бастап ескісінің қасында тұрады. Бар атау ешқашан қайта жазылмайды.
refusal-party-there = { $code } коды басқа тарапта. Оны тізімнен таңдаңыз немесе басқа код алыңыз.
refusal-party-named-already = Бұл тілде ол «{ $old }» деп аталады. Басқа атау үшін қашаннан бері екенін көрсетіңіз.
refusal-party-name-before = Алдыңғы атау сол күні немесе кейінірек басталады. Күнді тексеріңіз.
refusal-party-name-nothing = Жаңасы жоқ: атау бұл тілдерде бар.
