# The page on which things are found by words.
search-title = Поиск
search-title-of = Поиск: { $typed }
search-intro = Слова на любом из четырёх языков, кириллицей или латиницей. Окончания и единичные опечатки не мешают; найдено будет то, где есть все слова.
search-words = Искомые слова
search-go = Найти
search-found = { $n ->
    [0] Ничего не найдено
    [one] Найдена { $n } запись
    [few] Найдены { $n } записи
   *[many] Найдено { $n } записей
}
search-none = В реестре нет записи со всеми этими словами. Уберите часть слов или укажите страну.
search-missing = Нигде не встречается: { $words }. Показано найденное по остальным словам.
search-more = Найдено больше. Добавьте слово, чтобы увидеть остальное.
search-partial = Указатель слов ещё составляется. Несколько минут более ранние записи могут не находиться.
search-all = Все
search-col-what = Запись
search-col-kind = Вид
search-col-who = Партнёр или издатель
search-col-day = Дата
things-commitment = Обязательства
things-quota = Позиции квот
things-observation = Показатели
things-conflict = Противоречия
things-source = Источники
things-instrument = Документы
