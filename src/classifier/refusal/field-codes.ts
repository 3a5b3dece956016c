import type { CauseId } from '../../exchange/causes.ts';

/** What validators call a fault of one field, by library. Compared without case and punctuation; `a b` are two names. */
const BY_CAUSE: Readonly<Partial<Record<CauseId, readonly string[]>>> = {
  'missing-field': [
    // Pydantic, Django REST framework, Laravel, Rails
    'missing missing_argument missing_keyword_only_argument value_error.missing required required_if required_with required_without required_unless present filled blank null empty accepted',
    // Bean Validation, class-validator, FluentValidation, ASP.NET
    'NotNull NotBlank NotEmpty isDefined isNotEmpty NotEmptyValidator NotNullValidator NotEmpty.Validator RequiredAttribute',
    // Joi, Yup, Ajv, Mongoose, Go validator, express-validator
    'any.required string.empty array.includesRequiredUnknowns object.missing mixed.required required_with_all required_without_all dependentRequired dependencies minProperties',
    // APIs
    'missing_field parameter_missing missing_required_parameter missing_parameter param_missing missing_param MissingParameter MissingRequiredParameter required_field REQUIRED_FIELD_MISSING REQUIRED REQUIRED_FIELD FIELD_REQUIRED MISSING_REQUIRED_FIELD MISSING_VALUE MISSING_FIELD_VALUE VALUE_REQUIRED IS_REQUIRED ERR_REQUIRED MISSING_REQUIRED_PARAMETER MissingRequiredProperty MANDATORY_NOT_FOUND NOT_BLANK NOT_NULL BLANK EMPTY IS_BLANK_ERROR IS_NULL is_required cant_be_blank field_required requiredField parameter_required MISSING_PARAM ATTRIBUTE_REQUIRED OBJECT_MISSING_REQUIRED_PROPERTY OBJECT_REQUIRED OBJECT_MISSING_REQUIRED_PROPERTY_ERROR missingProperty BASE_TYPE_REQUIRED emptyField field_missing error.path.missing required_parameter_missing MISSING_REQUIRED_ATTRIBUTE PARAMETER_MISSING REQUIRED_PARAMETER_MISSING missing_data MissingProperty missing_entity',
  ],
  'invalid-type': [
    // Pydantic
    'int_parsing int_type int_from_float float_parsing float_type bool_parsing bool_type string_type string_sub_type bytes_type dict_type list_type tuple_type set_type frozen_set_type iterable_type mapping_type model_type model_attributes_type dataclass_type callable_type decimal_parsing decimal_type date_parsing date_type date_from_datetime_parsing datetime_parsing datetime_type datetime_from_date_parsing datetime_object_invalid time_parsing time_type time_delta_parsing time_delta_type uuid_parsing uuid_type none_required is_instance_of timezone_naive timezone_aware type_error type_error.integer type_error.float type_error.bool type_error.none.not_allowed type_error.str type_error.list type_error.dict type_error.enum value_error.date value_error.datetime value_error.uuid',
    // Zod, Ajv, Joi, Yup, Mongoose
    'invalid_type type typeError invalid_date number.base string.base boolean.base array.base object.base date.base date.format any.type alternatives.types number.integer string.guid string.isoDate cast CastError Number Date ObjectId Boolean',
    // class-validator, Bean Validation, ASP.NET, Go validator, Laravel
    'isString isNumber isInt isBoolean isArray isObject isDate isDateString isUUID isMongoId isNumberString isISO8601 isDecimal typeMismatch TypeMismatch Pattern.typeMismatch uuid uuid4 uuid_rfc4122 numeric number integer boolean array datetime isNumeric isBooleanString isMilitaryTime isTimestamp date_format',
    // APIs
    'parameter_invalid_integer parameter_invalid_string_blank parameter_invalid_empty invalid_integer invalid_boolean not_a_number not_an_integer NOT_A_NUMBER NOT_AN_INTEGER INVALID_TYPE TYPE_MISMATCH InvalidType WRONG_TYPE INCORRECT_TYPE INVALID_FIELD_TYPE BASE_TYPE_BAD_INT NUMBER_TYPE_COERCE INVALID_DATE INVALID_UUID invalid_uuid invalid_format_number expected_number expected_string INVALID_DATE_FORMAT not_a_list invalid_list not_a_dict INVALID_INTEGER INVALID_PARAMETER_TYPE INVALID_DATA_TYPE UNION_TYPE_CHOICES DICT_TYPE_CONVERT LIST_TYPE_CONVERT MODEL_TYPE_CONVERT wrong_data_type incorrect_type pk_type incorrect_pk_type 22P02 22007',
  ],
  'invalid-value': [
    // Pydantic
    'greater_than greater_than_equal less_than less_than_equal multiple_of finite_number string_too_short string_too_long string_pattern_mismatch enum literal_error too_short too_long decimal_max_digits decimal_max_places decimal_whole_digits date_past date_future datetime_past datetime_future value_error value_error.email url_parsing url_scheme url_too_long url_type assertion_error union_tag_invalid bytes_too_short bytes_too_long value_error.any_str.min_length value_error.any_str.max_length value_error.number.not_gt value_error.number.not_ge value_error.number.not_lt value_error.number.not_le value_error.str.regex value_error.url value_error.const',
    // Zod
    'too_small too_big invalid_string invalid_enum_value invalid_literal invalid_value not_multiple_of not_finite invalid_format invalid_union_discriminator invalid_arguments custom',
    // Ajv / JSON Schema
    'minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength minItems maxItems pattern format const multipleOf uniqueItems contains propertyNames oneOf anyOf not maxProperties',
    // Joi, Yup
    'any.only any.invalid any.custom number.min number.max number.greater number.less number.positive number.negative number.multiple number.port number.precision number.unsafe string.min string.max string.length string.email string.uri string.pattern.base string.pattern.name string.alphanum string.domain string.ip string.hostname string.lowercase string.uppercase string.trim string.creditCard string.hex string.base64 array.min array.max array.length array.unique array.includes date.min date.max date.greater date.less object.and object.or object.xor object.nand object.with object.without object.min object.max alternatives.match alternatives.any',
    // Bean Validation, class-validator
    'Min Max DecimalMin DecimalMax Positive PositiveOrZero Negative NegativeOrZero Size Length Digits Past PastOrPresent Future FutureOrPresent Pattern Email URL Range CreditCardNumber AssertTrue AssertFalse UniqueElements isEmail isEnum isIn isNotIn isUrl isPositive isNegative minDate maxDate matches isPhoneNumber isMobilePhone isAlpha isAlphanumeric isLatitude isLongitude isCurrency isISO31661Alpha2 isStrongPassword arrayMinSize arrayMaxSize arrayNotEmpty arrayUnique isLength isIP isPort isHexColor isCreditCard isJSON isLowercase isUppercase isByteLength isFQDN isLocale isTimeZone isISO4217 arrayContains notEquals equals isDivisibleBy nestedValidation isEmpty',
    // FluentValidation, ASP.NET
    'LengthValidator MinimumLengthValidator MaximumLengthValidator ExactLengthValidator EmailValidator RegularExpressionValidator GreaterThanValidator GreaterThanOrEqualValidator LessThanValidator LessThanOrEqualValidator InclusiveBetweenValidator ExclusiveBetweenValidator EnumValidator CreditCardValidator PredicateValidator AsyncPredicateValidator EqualValidator NotEqualValidator ScalePrecisionValidator StringEnumValidator',
    // Go validator
    'gt gte lt lte min max len oneof email url uri e164 ip ipv4 ipv6 hostname eqfield nefield gtfield ltfield gtefield ltefield alpha alphanum alphanumunicode ascii startswith endswith iso3166_1_alpha2 iso4217 latitude longitude base64 hexcolor credit_card eq ne excludes excludesall containsany timezone bcp47_language_tag cron jwt semver',
    // Rails, Laravel, Django
    'invalid inclusion exclusion too_long too_short wrong_length greater_than_or_equal_to less_than_or_equal_to equal_to other_than odd even confirmation not_in in between size digits digits_between mimes mimetypes dimensions before after before_or_equal after_or_equal regex same different confirmed starts_with ends_with active_url not_regex lowercase uppercase distinct in_array multiple_of password current_password invalid_choice min_value max_value min_length max_length max_digits max_decimal_places max_whole_digits not_a_choice max_string_length date_time_in_past',
    // Mongoose, express-validator, databases
    'user_defined regexp minlength maxlength 22001 22003 22008 23514 1406 1264 3819',
    // APIs
    'out_of_range OUT_OF_RANGE INVALID_VALUE invalid_choice not_one_of value_not_allowed unsupported_value INVALID_ENUM_VALUE INVALID_FORMAT INVALID_LENGTH INVALID_EMAIL INVALID_EMAIL_ADDRESS INVALID_PHONE invalid_email email_invalid INVALID_URL url_invalid amount_too_small amount_too_large parameter_invalid decimal_above_max_value decimal_below_min_value integer_above_max_value integer_below_min_value string_above_max_length string_below_min_length array_above_max_length array_below_min_length invalid_currency invalid_number invalid_country INVALID_PARAMETER_VALUE INVALID_STRING_LENGTH INVALID_STRING_MAX_LENGTH INVALID_STRING_MIN_LENGTH INVALID_PARAMETER_SYNTAX CURRENCY_NOT_SUPPORTED VALUE_NOT_IN_LIST NOT_IN_ENUM INVALID_OPTION PATTERN_MISMATCH TOO_LONG TOO_SHORT TOO_BIG TOO_SMALL NOT_A_VALID_EMAIL NUMBER_MAX NUMBER_MIN BASE_TYPE_MAX_LENGTH BASE_TYPE_MIN_LENGTH BASE_TYPE_BAD_LENGTH BASE_TYPE_CHOICES STRING_TYPE_REGEX EMAIL_TYPE_INVALID_EMAIL URL_TYPE_INVALID_URL LESS_THAN GREATER_THAN LESS_THAN_OR_EQUAL_TO GREATER_THAN_OR_EQUAL_TO NOT_A_VALID_VALUE INVALID_SELECTION INCLUSION EXCLUSION STRING_TOO_LONG FIELD_FILTER_VALIDATION_EXCEPTION number_too_small number_too_big invalid_timezone invalid_locale invalid_amount',
  ],
  'unknown-field': [
    'extra_forbidden value_error.extra unexpected_keyword_argument unexpected_positional_argument no_such_attribute unrecognized_keys additionalProperties unevaluatedProperties object.unknown object.noUnknown noUnknown array.unknown whitelistValidation prohibited unknown parameter_unknown unknown_parameter unknown_field UNKNOWN_FIELD UNKNOWN_PARAMETER UNKNOWN_PARAM UnknownParameter unrecognized_parameter unexpected_parameter unexpected_field INVALID_FIELD_NAME INVALID_FIELD_FOR_INSERT_UPDATE INVALID_FIELD PROPERTY_DOESNT_EXIST UnrecognizedField unpermitted_parameter OBJECT_ADDITIONAL_PROPERTIES OBJECT_UNKNOWN_PROPERTY additional_property unallowed_parameter not_allowed_parameter readonly read_only LIMIT_UNEXPECTED_FILE unsupported_parameter unknown_key unknownProperty 42703 any.unknown',
  ],
  'already-exists': [
    'unique taken already_taken already_exists ALREADY_EXISTS duplicate DUPLICATE duplicate_value DUPLICATE_VALUE UniqueConstraint unique_together has_already_been_taken NON_UNIQUE NOT_UNIQUE not_unique 23505 11000 1062 P2002 ER_DUP_ENTRY isUnique uniqueValidator UniqueValidator in_use TAKEN duplicate_field already_in_use already_used not_available username_taken email_taken UNIQUE_CONSTRAINT duplicate_entry DUPLICATE_ENTRY email_exists',
  ],
  'related-resource-missing': [
    'exists does_not_exist DOES_NOT_EXIST not_found NOT_FOUND NotFound no_such resource_missing invalid_reference invalid_foreign_key 23503 1452 P2003 P2025 must_exist unknown_id INVALID_CROSS_REFERENCE_KEY object_not_found ER_NO_REFERENCED_ROW_2 foreign_key not_exist ENTITY_NOT_FOUND RESOURCE_NOT_FOUND INVALID_REFERENCE INVALID_RESOURCE_ID RelatedResourceNotFound reference_not_found nonexistent',
  ],
  'too-large': ['context_length_exceeded LIMIT_FILE_SIZE LIMIT_FILE_COUNT LIMIT_FIELD_VALUE file_too_large'],
  gone: ['fullSyncRequired cursor_expired'],
  'version-conflict': ['conditionNotMet'],
};

export function plainCode(code: string): string {
  return code.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function indexed(): ReadonlyMap<string, CauseId> {
  const index = new Map<string, CauseId>();
  for (const [cause, lists] of Object.entries(BY_CAUSE)) {
    for (const code of lists.join(' ').split(' ')) {
      const key = plainCode(code);
      if (!index.has(key)) index.set(key, cause as CauseId);
    }
  }
  return index;
}

const INDEX = indexed();

/** `INVALID_FIELD` is said of a field that is not known, and of one whose value is not allowed. */
export function isOfValueToo(code: string, sentence: string): boolean {
  return plainCode(code) === 'invalidfield' && DEMAND.test(sentence.slice(0, 400));
}

const DEMAND =
  /\b(?:must|should|has to|have to|cannot|can't|may not|needs to) (?:not )?be\b|\b(?:is|are) (?:too|not (?:between|within|in the range))\b|\b(?:at (?:least|most)|greater|less|longer|shorter|earlier|later) than\b/i;

/** What the code of one field's fault means: `too_small`, `NotBlank`, `23505`; undefined where it is not known. */
export function causeOfFieldCode(code: string): CauseId | undefined {
  if (code.length > 80) return undefined;
  // FusionAuth puts the fault before the field: `[duplicate]user.email`.
  const known = INDEX.get(plainCode(code)) ?? INDEX.get(plainCode(/^\[(\w{2,40})\]/.exec(code)?.[1] ?? code));
  if (known !== undefined) return known;
  // A code may begin with its group or the field: `validation.required`, `Email.NotBlank`, `validation_error:missing`.
  const last = code.split(/[.:/]/).at(-1) ?? code;
  return last === code || last.length < 3 ? undefined : INDEX.get(plainCode(last));
}
