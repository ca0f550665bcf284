# Steps that hosts enter themselves, appeals of candidates without a place, reminders before a deadline.
stays-title = Размещённые
stays-lead = Кто получил место у вас. Прибытие, зачисление, отчёты, перерыв и завершение вы вносите сами.
stay-step-lead = Шаг остаётся в записях с датой и документом и помечен как внесённый принимающей стороной.
placement_by-host = внесла принимающая сторона
placement_by-applicant = внёс сам кандидат
placement_by-officer = внёс сотрудник
placement_by-panel = внёс рассматривающий апелляцию
placement-none-given = Место вам не выделено. На порядок решения можно подать апелляцию до: { $at }.
notice-stay_to_prepare = Кандидат принял место: его нужно пригласить.
notice-offer_due = Близится срок ответа на предложение. Он стоит на странице.
notice-mending_due = Близится срок исправления заявления. Он стоит на странице.
