# Шолу және тізім жолдары.
overview-title = Уәде етілді және орындалды
overview-position = { $n ->
    [one] { $date }: { $n } міндеттеме.
   *[other] { $date }: { $n } міндеттеме.
}
overview-commitments = Серіктестер бойынша міндеттемелер
overview-counts = Тек келісілген немесе қол қойылған сөз уәде болып есептеледі
overview-caption = Серіктестер бойынша міндеттемелер
overview-empty = Әзірге міндеттеме жоқ. Коммюнике үзіндісі расталған соң осында шығады.
overview-figures = Жарияланған көрсеткіштер
overview-figures-note = Әр көрсеткіш дереккөзіне апарады
overview-decisions = Шешім күтеді
overview-no-decisions = Шешім күткен ештеңе жоқ.
overview-dates = Жақын мерзімдер
overview-no-dates = Алда мерзім жоқ.
commitments-all = Барлық міндеттемелер
commitments-count = { $n ->
    [one] { $n } міндеттеме
   *[other] { $n } міндеттеме
}
communique-add = Коммюнике қосу
col-commitment = Міндеттеме
col-stage = Саты
col-delivered = Орындалғаны
col-due = Мерзімі
col-state = Жай-күйі
col-figure = Көрсеткіш
col-value = Мәні
col-period = Кезең
col-where = Ел
due-none = Мерзімсіз
delivered-in = { $year } жылы: { $n }
delivered-of = барлығы { $n }
delivered-none = Дерек жарияланбаған
promised-no-number = Сан уәде етілмеген
figure-before = бұрын: { $value } ({ $period })
figure-same = өзгеріссіз
figure-fewer = { $n } кем
figure-more = { $n } артық
decision-overdue = Мерзімі өтіп кетті: { $date }
decision-conflicts = { $n ->
    [one] Дереккөздер арасындағы ашық қайшылық: { $n }
   *[other] Дереккөздер арасындағы ашық қайшылық: { $n }
}
decision-reviews = { $n ->
    [one] Қаралып жатқан коммюнике: { $n }
   *[other] Қаралып жатқан коммюнике: { $n }
}
decision-drafts = { $n ->
    [one] Шешілмеген үзінді: { $n }
   *[other] Шешілмеген үзінді: { $n }
}
known-on = Мына күнгі дерек бойынша
known-show = Көрсету
known-past = Осы күнге дейін жарияланғандар көрсетілген.
known-now = Қазіргі күйін көрсету
