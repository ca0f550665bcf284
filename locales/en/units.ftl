# Quantities with their unit; each with a form for a year and for a month. The noun follows the plural of the language.
unit-patient = { $n ->
    [one] { $n } patient
   *[other] { $n } patients
}
unit-patient-year = { unit-patient } a year
unit-patient-month = { unit-patient } a month
unit_name-patient = patients

unit-place = { $n ->
    [one] { $n } place
   *[other] { $n } places
}
unit-place-year = { unit-place } a year
unit-place-month = { unit-place } a month
unit_name-place = places

unit-person = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
unit-person-year = { unit-person } a year
unit-person-month = { unit-person } a month
unit_name-person = people

unit-doctor = { $n ->
    [one] { $n } doctor
   *[other] { $n } doctors
}
unit-doctor-year = { unit-doctor } a year
unit-doctor-month = { unit-doctor } a month
unit_name-doctor = doctors

unit-specialist = { $n ->
    [one] { $n } specialist
   *[other] { $n } specialists
}
unit-specialist-year = { unit-specialist } a year
unit-specialist-month = { unit-specialist } a month
unit_name-specialist = specialists

unit-operation = { $n ->
    [one] { $n } operation
   *[other] { $n } operations
}
unit-operation-year = { unit-operation } a year
unit-operation-month = { unit-operation } a month
unit_name-operation = operations

unit-medicine = { $n ->
    [one] { $n } medicine
   *[other] { $n } medicines
}
unit-medicine-year = { unit-medicine } a year
unit-medicine-month = { unit-medicine } a month
unit_name-medicine = medicines

unit-device = { $n ->
    [one] { $n } medical device
   *[other] { $n } medical devices
}
unit-device-year = { unit-device } a year
unit-device-month = { unit-device } a month
unit_name-device = medical devices

unit-facility = { $n ->
    [one] { $n } facility
   *[other] { $n } facilities
}
unit-facility-year = { unit-facility } a year
unit-facility-month = { unit-facility } a month
unit_name-facility = facilities

unit-bed = { $n ->
    [one] { $n } bed
   *[other] { $n } beds
}
unit-bed-year = { unit-bed } a year
unit-bed-month = { unit-bed } a month
unit_name-bed = beds

unit-document = { $n ->
    [one] { $n } document
   *[other] { $n } documents
}
unit-document-year = { unit-document } a year
unit-document-month = { unit-document } a month
unit_name-document = documents

unit-working_group = { $n ->
    [one] { $n } working group
   *[other] { $n } working groups
}
unit-working_group-year = { unit-working_group } a year
unit-working_group-month = { unit-working_group } a month
unit_name-working_group = working groups

unit-country = { $n ->
    [one] { $n } country
   *[other] { $n } countries
}
unit-country-year = { unit-country } a year
unit-country-month = { unit-country } a month
unit_name-country = countries

unit-specialty = { $n ->
    [one] { $n } field of medicine
   *[other] { $n } fields of medicine
}
unit-specialty-year = { unit-specialty } a year
unit-specialty-month = { unit-specialty } a month
unit_name-specialty = fields of medicine

unit-mission = { $n ->
    [one] { $n } mission
   *[other] { $n } missions
}
unit-mission-year = { unit-mission } a year
unit-mission-month = { unit-mission } a month
unit_name-mission = missions

unit-dose = { $n ->
    [one] { $n } dose
   *[other] { $n } doses
}
unit-dose-year = { unit-dose } a year
unit-dose-month = { unit-dose } a month
unit_name-dose = doses

unit-scholarship = { $n ->
    [one] { $n } scholarship
   *[other] { $n } scholarships
}
unit-scholarship-year = { unit-scholarship } a year
unit-scholarship-month = { unit-scholarship } a month
unit_name-scholarship = scholarships

unit-year = { $n ->
    [one] { $n } year
   *[other] { $n } years
}
unit-year-year = { unit-year } a year
unit-year-month = { unit-year } a month
unit_name-year = years

unit-USD = { $n ->
    [one] { $n } US dollar
   *[other] { $n } US dollars
}
unit-USD-year = { unit-USD } a year
unit-USD-month = { unit-USD } a month
unit_name-USD = US dollars

unit-item = { $n ->
    [one] { $n } item
   *[other] { $n } items
}
unit-item-year = { unit-item } a year
unit-item-month = { unit-item } a month
unit_name-item = items

unit-percent = { $n }%
unit-percent-year = { unit-percent } a year
unit-percent-month = { unit-percent } a month
unit_name-percent = per cent
