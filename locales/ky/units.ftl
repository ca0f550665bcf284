# Quantities with their unit; each with a form for a year and for a month. The noun follows the plural of the language.
unit-patient = { $n } пациент
unit-patient-year = жылына { unit-patient }
unit-patient-month = айына { unit-patient }
unit_name-patient = пациенттер

unit-place = { $n } орун
unit-place-year = жылына { unit-place }
unit-place-month = айына { unit-place }
unit_name-place = орундар

unit-person = { $n } адам
unit-person-year = жылына { unit-person }
unit-person-month = айына { unit-person }
unit_name-person = адамдар

unit-doctor = { $n } дарыгер
unit-doctor-year = жылына { unit-doctor }
unit-doctor-month = айына { unit-doctor }
unit_name-doctor = дарыгерлер

unit-specialist = { $n } адис
unit-specialist-year = жылына { unit-specialist }
unit-specialist-month = айына { unit-specialist }
unit_name-specialist = адистер

unit-operation = { $n } операция
unit-operation-year = жылына { unit-operation }
unit-operation-month = айына { unit-operation }
unit_name-operation = операциялар

unit-medicine = { $n } дары каражаты
unit-medicine-year = жылына { unit-medicine }
unit-medicine-month = айына { unit-medicine }
unit_name-medicine = дары каражаттары

unit-device = { $n } медициналык буюм
unit-device-year = жылына { unit-device }
unit-device-month = айына { unit-device }
unit_name-device = медициналык буюмдар

unit-facility = { $n } мекеме
unit-facility-year = жылына { unit-facility }
unit-facility-month = айына { unit-facility }
unit_name-facility = мекемелер

unit-bed = { $n } керебет
unit-bed-year = жылына { unit-bed }
unit-bed-month = айына { unit-bed }
unit_name-bed = керебеттер

unit-document = { $n } документ
unit-document-year = жылына { unit-document }
unit-document-month = айына { unit-document }
unit_name-document = документтер

unit-working_group = { $n } жумушчу топ
unit-working_group-year = жылына { unit-working_group }
unit-working_group-month = айына { unit-working_group }
unit_name-working_group = жумушчу топтор

unit-country = { $n } өлкө
unit-country-year = жылына { unit-country }
unit-country-month = айына { unit-country }
unit_name-country = өлкөлөр

unit-specialty = { $n } адистик
unit-specialty-year = жылына { unit-specialty }
unit-specialty-month = айына { unit-specialty }
unit_name-specialty = адистиктер

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

unit-USD = { $n } АКШ доллары
unit-USD-year = жылына { unit-USD }
unit-USD-month = айына { unit-USD }
unit_name-USD = АКШ доллары

unit-item = { $n } даана
unit-item-year = жылына { unit-item }
unit-item-month = айына { unit-item }
unit_name-item = даана

unit-percent = { $n } %
unit-percent-year = жылына { unit-percent }
unit-percent-month = айына { unit-percent }
unit_name-percent = пайыз
