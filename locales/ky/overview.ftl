# Жалпы көрүнүш жана тизме саптары.
overview-title = Убада кылынган жана аткарылган
overview-position = { $n ->
    [one] { $date }: { $n } милдеттенме.
   *[other] { $date }: { $n } милдеттенме.
}
overview-commitments = Өнөктөштөр боюнча милдеттенмелер
overview-counts = Макулдашылган же кол коюлган сөз гана убада деп эсептелет
overview-caption = Өнөктөштөр боюнча милдеттенмелер
overview-empty = Азырынча милдеттенме жок. Коммюникенин үзүндүсү ырасталганда бул жерге чыгат.
overview-figures = Жарыяланган көрсөткүчтөр
overview-figures-note = Ар бир көрсөткүч булагына алып барат
overview-decisions = Чечимди күтөт
overview-no-decisions = Чечимди күткөн эч нерсе жок.
overview-dates = Жакынкы мөөнөттөр
overview-no-dates = Алдыда мөөнөт жок.
commitments-all = Бардык милдеттенмелер
commitments-count = { $n ->
    [one] { $n } милдеттенме
   *[other] { $n } милдеттенме
}
communique-add = Коммюнике кошуу
col-commitment = Милдеттенме
col-stage = Баскыч
col-delivered = Аткарылганы
col-due = Мөөнөтү
col-state = Абалы
col-figure = Көрсөткүч
col-value = Мааниси
col-period = Мезгил
col-where = Өлкө
due-none = Мөөнөтсүз
delivered-in = { $year } ж.: { $n }
delivered-of = баары { $n }
delivered-none = Маалымат жарыяланган эмес
promised-no-number = Сан убада кылынган эмес
figure-before = мурда: { $value } ({ $period })
figure-same = өзгөрүүсүз
figure-fewer = { $n } аз
figure-more = { $n } көп
decision-overdue = Мөөнөтү өтүп кетти: { $date }
decision-conflicts = { $n ->
    [one] Булактардын ортосундагы ачык карама-каршылык: { $n }
   *[other] Булактардын ортосундагы ачык карама-каршылык: { $n }
}
decision-reviews = { $n ->
    [one] Каралып жаткан коммюнике: { $n }
   *[other] Каралып жаткан коммюнике: { $n }
}
decision-drafts = { $n ->
    [one] Чечилбеген үзүндү: { $n }
   *[other] Чечилбеген үзүндү: { $n }
}
known-on = Ушул күндөгү маалымат боюнча
known-show = Көрсөтүү
known-past = Ушул күнгө чейин жарыяланганы көрсөтүлгөн.
known-now = Азыркы абалын көрсөтүү
