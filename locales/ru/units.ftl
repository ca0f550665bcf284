# Quantities with their unit; each with a form for a year and for a month. The noun follows the plural of the language.
unit-patient = { $n ->
    [one] { $n } пациент
    [few] { $n } пациента
    [many] { $n } пациентов
   *[other] { $n } пациента
}
unit-patient-year = { unit-patient } в год
unit-patient-month = { unit-patient } в месяц
unit_name-patient = пациенты

unit-place = { $n ->
    [one] { $n } место
    [few] { $n } места
    [many] { $n } мест
   *[other] { $n } места
}
unit-place-year = { unit-place } в год
unit-place-month = { unit-place } в месяц
unit_name-place = места

unit-person = { $n ->
    [one] { $n } человек
    [few] { $n } человека
    [many] { $n } человек
   *[other] { $n } человека
}
unit-person-year = { unit-person } в год
unit-person-month = { unit-person } в месяц
unit_name-person = люди

unit-doctor = { $n ->
    [one] { $n } врач
    [few] { $n } врача
    [many] { $n } врачей
   *[other] { $n } врача
}
unit-doctor-year = { unit-doctor } в год
unit-doctor-month = { unit-doctor } в месяц
unit_name-doctor = врачи

unit-specialist = { $n ->
    [one] { $n } специалист
    [few] { $n } специалиста
    [many] { $n } специалистов
   *[other] { $n } специалиста
}
unit-specialist-year = { unit-specialist } в год
unit-specialist-month = { unit-specialist } в месяц
unit_name-specialist = специалисты

unit-operation = { $n ->
    [one] { $n } операция
    [few] { $n } операции
    [many] { $n } операций
   *[other] { $n } операции
}
unit-operation-year = { unit-operation } в год
unit-operation-month = { unit-operation } в месяц
unit_name-operation = операции

unit-medicine = { $n ->
    [one] { $n } лекарственное средство
    [few] { $n } лекарственных средства
    [many] { $n } лекарственных средств
   *[other] { $n } лекарственного средства
}
unit-medicine-year = { unit-medicine } в год
unit-medicine-month = { unit-medicine } в месяц
unit_name-medicine = лекарственные средства

unit-device = { $n ->
    [one] { $n } медицинское изделие
    [few] { $n } медицинских изделия
    [many] { $n } медицинских изделий
   *[other] { $n } медицинского изделия
}
unit-device-year = { unit-device } в год
unit-device-month = { unit-device } в месяц
unit_name-device = медицинские изделия

unit-facility = { $n ->
    [one] { $n } учреждение
    [few] { $n } учреждения
    [many] { $n } учреждений
   *[other] { $n } учреждения
}
unit-facility-year = { unit-facility } в год
unit-facility-month = { unit-facility } в месяц
unit_name-facility = учреждения

unit-bed = { $n ->
    [one] { $n } койка
    [few] { $n } койки
    [many] { $n } коек
   *[other] { $n } койки
}
unit-bed-year = { unit-bed } в год
unit-bed-month = { unit-bed } в месяц
unit_name-bed = койки

unit-document = { $n ->
    [one] { $n } документ
    [few] { $n } документа
    [many] { $n } документов
   *[other] { $n } документа
}
unit-document-year = { unit-document } в год
unit-document-month = { unit-document } в месяц
unit_name-document = документы

unit-working_group = { $n ->
    [one] { $n } рабочая группа
    [few] { $n } рабочие группы
    [many] { $n } рабочих групп
   *[other] { $n } рабочей группы
}
unit-working_group-year = { unit-working_group } в год
unit-working_group-month = { unit-working_group } в месяц
unit_name-working_group = рабочие группы

unit-country = { $n ->
    [one] { $n } страна
    [few] { $n } страны
    [many] { $n } стран
   *[other] { $n } страны
}
unit-country-year = { unit-country } в год
unit-country-month = { unit-country } в месяц
unit_name-country = страны

unit-specialty = { $n ->
    [one] { $n } специальность
    [few] { $n } специальности
    [many] { $n } специальностей
   *[other] { $n } специальности
}
unit-specialty-year = { unit-specialty } в год
unit-specialty-month = { unit-specialty } в месяц
unit_name-specialty = специальности

unit-mission = { $n ->
    [one] { $n } миссия
    [few] { $n } миссии
    [many] { $n } миссий
   *[other] { $n } миссии
}
unit-mission-year = { unit-mission } в год
unit-mission-month = { unit-mission } в месяц
unit_name-mission = миссии

unit-dose = { $n ->
    [one] { $n } доза
    [few] { $n } дозы
    [many] { $n } доз
   *[other] { $n } дозы
}
unit-dose-year = { unit-dose } в год
unit-dose-month = { unit-dose } в месяц
unit_name-dose = дозы

unit-scholarship = { $n ->
    [one] { $n } стипендия
    [few] { $n } стипендии
    [many] { $n } стипендий
   *[other] { $n } стипендии
}
unit-scholarship-year = { unit-scholarship } в год
unit-scholarship-month = { unit-scholarship } в месяц
unit_name-scholarship = стипендии

unit-year = { $n ->
    [one] { $n } год
    [few] { $n } года
    [many] { $n } лет
   *[other] { $n } года
}
unit-year-year = { unit-year } в год
unit-year-month = { unit-year } в месяц
unit_name-year = годы

unit-USD = { $n ->
    [one] { $n } доллар США
    [few] { $n } доллара США
    [many] { $n } долларов США
   *[other] { $n } доллара США
}
unit-USD-year = { unit-USD } в год
unit-USD-month = { unit-USD } в месяц
unit_name-USD = доллары США

unit-item = { $n ->
    [one] { $n } единица
    [few] { $n } единицы
    [many] { $n } единиц
   *[other] { $n } единицы
}
unit-item-year = { unit-item } в год
unit-item-month = { unit-item } в месяц
unit_name-item = единицы

unit-percent = { $n } %
unit-percent-year = { unit-percent } в год
unit-percent-month = { unit-percent } в месяц
unit_name-percent = проценты
