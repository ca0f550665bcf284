# Обзор и строки списков.
overview-title = Обещано и исполнено
overview-position = { $n ->
    [one] По состоянию на { $date }: { $n } обязательство.
    [few] По состоянию на { $date }: { $n } обязательства.
   *[other] По состоянию на { $date }: { $n } обязательств.
}
overview-commitments = Обязательства по партнёрам
overview-counts = Обещанием считается только согласованное или подписанное
overview-caption = Обязательства по партнёрам
overview-empty = Обязательств пока нет. Они появятся здесь после подтверждения отрывка из коммюнике.
overview-figures = Опубликованные показатели
overview-figures-note = Каждый показатель ведёт к источнику
overview-decisions = Требует решения
overview-no-decisions = Решений не требуется.
overview-dates = Ближайшие сроки
overview-no-dates = Предстоящих сроков нет.
commitments-all = Все обязательства
commitments-count = { $n ->
    [one] { $n } обязательство
    [few] { $n } обязательства
   *[other] { $n } обязательств
}
communique-add = Добавить коммюнике
col-commitment = Обязательство
col-stage = Стадия
col-delivered = Исполнено
col-due = Срок
col-state = Состояние
col-figure = Показатель
col-value = Значение
col-period = Период
col-where = Страна
due-none = Без срока
delivered-in = { $n } за { $year } год
delivered-of = из { $n }
delivered-none = Данных не опубликовано
promised-no-number = Число не обещано
figure-before = ранее: { $value } ({ $period })
figure-same = без изменений
figure-fewer = меньше на { $n }
figure-more = больше на { $n }
decision-overdue = Срок прошёл: { $date }
decision-conflicts = { $n ->
    [one] { $n } открытое противоречие источников
    [few] { $n } открытых противоречия источников
   *[other] { $n } открытых противоречий источников
}
decision-reviews = { $n ->
    [one] { $n } коммюнике на разборе
    [few] { $n } коммюнике на разборе
   *[other] { $n } коммюнике на разборе
}
decision-drafts = { $n ->
    [one] Не решён { $n } отрывок
    [few] Не решены { $n } отрывка
   *[other] Не решены { $n } отрывков
}
known-on = По данным на дату
known-show = Показать
known-past = Показано то, что было опубликовано к этому дню.
known-now = Показать нынешнее состояние
