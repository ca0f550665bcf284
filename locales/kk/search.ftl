# The page on which things are found by words.
search-title = Іздеу
search-title-of = Іздеу: { $typed }
search-intro = Төрт тілдің кез келгеніндегі сөздер, кирилл немесе латын әрпімен. Жалғаулар мен жекелеген қателер кедергі емес; барлық сөзі бар жазбалар табылады.
search-words = Ізделетін сөздер
search-go = Табу
search-found = { $n ->
    [0] Ештеңе табылмады
   *[other] { $n } жазба табылды
}
search-none = Тізілімде осы сөздердің бәрі бар жазба жоқ. Сөздердің бір бөлігін алып тастаңыз немесе елді көрсетіңіз.
search-missing = Еш жерде кездеспейді: { $words }. Қалған сөздер бойынша табылғаны көрсетілді.
search-more = Бұдан да көп табылды. Қалғанын көру үшін сөз қосыңыз.
search-partial = Сөздер көрсеткіші әлі жасалуда. Бірнеше минут бойы бұрынғы жазбалар табылмауы мүмкін.
search-all = Барлығы
search-col-what = Жазба
search-col-kind = Түрі
search-col-who = Серіктес немесе жариялаушы
search-col-day = Күні
things-commitment = Міндеттемелер
things-quota = Квота позициялары
things-observation = Көрсеткіштер
things-conflict = Қайшылықтар
things-source = Дереккөздер
things-instrument = Құжаттар
