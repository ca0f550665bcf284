# Quantities with their unit; each with a form for a year and for a month. The noun follows the plural of the language.
unit-patient = { $n } пациент
unit-patient-year = жылына { unit-patient }
unit-patient-month = айына { unit-patient }
unit_name-patient = пациенттер

unit-place = { $n } орын
unit-place-year = жылына { unit-place }
unit-place-month = айына { unit-place }
unit_name-place = орындар

unit-person = { $n } адам
unit-person-year = жылына { unit-person }
unit-person-month = айына { unit-person }
unit_name-person = адамдар

unit-doctor = { $n } дәрігер
unit-doctor-year = жылына { unit-doctor }
unit-doctor-month = айына { unit-doctor }
unit_name-doctor = дәрігерлер

unit-specialist = { $n } маман
unit-specialist-year = жылына { unit-specialist }
unit-specialist-month = айына { unit-specialist }
unit_name-specialist = мамандар

unit-operation = { $n } операция
unit-operation-year = жылына { unit-operation }
unit-operation-month = айына { unit-operation }
unit_name-operation = операциялар

unit-medicine = { $n } дәрілік зат
unit-medicine-year = жылына { unit-medicine }
unit-medicine-month = айына { unit-medicine }
unit_name-medicine = дәрілік заттар

unit-device = { $n } медициналық бұйым
unit-device-year = жылына { unit-device }
unit-device-month = айына { unit-device }
unit_name-device = медициналық бұйымдар

unit-facility = { $n } мекеме
unit-facility-year = жылына { unit-facility }
unit-facility-month = айына { unit-facility }
unit_name-facility = мекемелер

unit-bed = { $n } төсек
unit-bed-year = жылына { unit-bed }
unit-bed-month = айына { unit-bed }
unit_name-bed = төсектер

unit-document = { $n } құжат
unit-document-year = жылына { unit-document }
unit-document-month = айына { unit-document }
unit_name-document = құжаттар

unit-working_group = { $n } жұмыс тобы
unit-working_group-year = жылына { unit-working_group }
unit-working_group-month = айына { unit-working_group }
unit_name-working_group = жұмыс топтары

unit-country = { $n } ел
unit-country-year = жылына { unit-country }
unit-country-month = айына { unit-country }
unit_name-country = елдер

unit-specialty = { $n } мамандық
unit-specialty-year = жылына { unit-specialty }
unit-specialty-month = айына { unit-specialty }
unit_name-specialty = мамандықтар

unit-mission = { $n } миссия
unit-mission-year = жылына { unit-mission }
unit-mission-month = айына { unit-mission }
unit_name-mission = миссиялар

unit-dose = { $n } доза
unit-dose-year = жылына { unit-dose }
unit-dose-month = айына { unit-dose }
unit_name-dose = дозалар

unit-scholarship = { $n } стипендия
unit-scholarship-year = жылына { unit-scholarship }
unit-scholarship-month = айына { unit-scholarship }
unit_name-scholarship = стипендиялар

unit-year = { $n } жыл
unit-year-year = жылына { unit-year }
unit-year-month = айына { unit-year }
unit_name-year = жылдар

unit-USD = { $n } АҚШ доллары
unit-USD-year = жылына { unit-USD }
unit-USD-month = айына { unit-USD }
unit_name-USD = АҚШ доллары

unit-item = { $n } дана
unit-item-year = жылына { unit-item }
unit-item-month = айына { unit-item }
unit_name-item = дана

unit-percent = { $n } %
unit-percent-year = жылына { unit-percent }
unit-percent-month = айына { unit-percent }
unit_name-percent = пайыз
