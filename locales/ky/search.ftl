# The page on which things are found by words.
search-title = Издөө
search-title-of = Издөө: { $typed }
search-intro = Төрт тилдин каалаганындагы сөздөр, кирилл же латын тамгасы менен. Мүчөлөр жана жекече каталар тоскоол болбойт; бардык сөзү бар жазуулар табылат.
search-words = Изделүүчү сөздөр
search-go = Табуу
search-found = { $n ->
    [0] Эч нерсе табылган жок
   *[other] { $n } жазуу табылды
}
search-none = Реестрде бул сөздөрдүн баары бар жазуу жок. Сөздөрдүн бир бөлүгүн алып салыңыз же өлкөнү көрсөтүңүз.
search-missing = Эч жерде кездешпейт: { $words }. Калган сөздөр боюнча табылганы көрсөтүлдү.
search-more = Мындан да көп табылды. Калганын көрүү үчүн сөз кошуңуз.
search-partial = Сөздөр көрсөткүчү дагы түзүлүүдө. Бир нече мүнөт бою мурунку жазуулар табылбашы мүмкүн.
search-all = Баары
search-col-what = Жазуу
search-col-kind = Түрү
search-col-who = Өнөктөш же жарыялоочу
search-col-day = Күнү
things-commitment = Милдеттенмелер
things-quota = Квота позициялары
things-observation = Көрсөткүчтөр
things-conflict = Карама-каршылыктар
things-source = Булактар
things-instrument = Документтер
