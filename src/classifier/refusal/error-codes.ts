import type { CauseId } from '../../exchange/causes.ts';
import { isOfValueToo, plainCode } from './field-codes.ts';

/** Codes of whole errors that mean one thing wherever they come from. Compared without case and punctuation. */
const BY_CAUSE: Readonly<Partial<Record<CauseId, string>>> = {
  // PostgreSQL, MySQL, MongoDB, Prisma, SQLite, SQL Server
  'already-exists':
    'data-exists 23505 1062 11000 11001 P2002 ER_DUP_ENTRY SQLITE_CONSTRAINT_UNIQUE SQLITE_CONSTRAINT_PRIMARYKEY SequelizeUniqueConstraintError UniqueViolation UniqueConstraintViolationException DuplicateKeyException DuplicateKeyError RecordNotUnique ActiveRecord::RecordNotUnique EntityAlreadyExists EntityAlreadyExistsException ResourceAlreadyExistsException ResourceExistsException ResourceAlreadyExists AlreadyExistsException AlreadyExists ALREADY_EXISTS BucketAlreadyExists BucketAlreadyOwnedByYou TableAlreadyExists QueueNameExists QueueAlreadyExists NameAlreadyExists UserAlreadyExists UsernameExistsException AliasExistsException DUPLICATE_VALUE DUPLICATES_DETECTED DUPLICATE_EXTERNAL_ID resource_already_exists resource_already_exists_exception index_already_exists_exception email_exists EMAIL_EXISTS already_exists duplicate_record duplicate_resource object_already_exists user_already_exists DuplicateName DuplicateListenerException DuplicateTagKeys RepositoryAlreadyExistsException NameNotUnique InvalidGroup.Duplicate InvalidKeyPair.Duplicate InvalidPermission.Duplicate ContainerAlreadyExists BlobAlreadyExists ShareAlreadyExists StorageAccountAlreadyTaken AlreadyInUse already_taken username_taken 42P07 42710 file_exists uniqueness uniqueness_violation nameAlreadyExists duplicate_name item_name_in_use no-uid-conflict resource-must-be-null',
  'related-resource-missing':
    '23503 1452 1216 P2003 ER_NO_REFERENCED_ROW ER_NO_REFERENCED_ROW_2 ForeignKeyViolation SequelizeForeignKeyConstraintError ActiveRecord::InvalidForeignKey SQLITE_CONSTRAINT_FOREIGNKEY INVALID_CROSS_REFERENCE_KEY InvalidSubnetID.NotFound InvalidAMIID.NotFound InvalidGroup.NotFound InvalidKeyPair.NotFound InvalidInstanceID.NotFound InvalidReference nohost',
  'missing-field':
    'missing-element missing-attribute 23502 1048 1364 P2011 P2012 P2013 ER_BAD_NULL_ERROR ER_NO_DEFAULT_FOR_FIELD MissingParameter MissingRequiredParameter MissingAction parameter_missing missing_required_parameter REQUIRED_FIELD_MISSING missing_parameter MISSING_PARAMETER missing_required_field MISSING_REQUIRED_FIELD MISSING_REQUIRED_FIELDS missing_required_fields MissingServletRequestParameterException ActionController::ParameterMissing MISSING_ARGUMENT MissingRequiredHeader MissingRequiredQueryParameter MissingRequiredParameters MANDATORY_NOT_FOUND',
  'invalid-type':
    '22P02 1366 1292 CastError P2005 P2006 InvalidTextRepresentation MethodArgumentTypeMismatchException ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
  'invalid-value':
    'bad-element bad-attribute 22001 22003 22008 23514 1406 1264 3819 P2000 P2020 P2019 CheckViolation InvalidParameterValue InvalidParameterValueException InvalidParameterCombination ParameterOutOfRange OUT_OF_RANGE OutOfRangeQueryParameterValue InvalidQueryParameterValue InvalidHeaderValue InvalidResourceName InvalidBucketName InvalidAttributeValue STRING_TOO_LONG unsupported_grant_type unsupported_response_type invalid_currency invalid_number amount_too_small amount_too_large INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST FIELD_CUSTOM_VALIDATION_EXCEPTION NUMBER_OUTSIDE_VALID_RANGE INVALID_EMAIL_ADDRESS KeyTooLongError InvalidTag invalid_index_name_exception invalid_scope invalid_target invalid_resource valid-calendar-data valid-calendar-object-resource valid-address-data supported-calendar-component mutability noTarget invalidPath invalidValue notfqdn',
  'unknown-field':
    'unknown-element unknown-attribute unknown-namespace 42703 1054 P2009 parameter_unknown unknown_parameter UnknownParameter INVALID_FIELD INVALID_FIELD_FOR_INSERT_UPDATE strict_dynamic_mapping_exception UnpermittedParameters ActionController::UnpermittedParameters UnrecognizedPropertyException unrecognized_parameter PGRST204',
  'resource-not-found':
    'data-missing NoSuchKey NoSuchBucket NoSuchVersion BlobNotFound ContainerNotFound ResourceGroupNotFound ShareNotFound EntityNotFound NoSuchEntity NoSuchEntityException P2001 P2018 P2025 ActiveRecord::RecordNotFound RecordNotFound index_not_found_exception document_missing_exception resource_not_found_exception user_not_found Request_ResourceNotFound itemNotFound ErrorItemNotFound NoSuchLifecycleConfiguration NoSuchBucketPolicy NoSuchCORSConfiguration NoSuchTagSet NoSuchWebsiteConfiguration NoSuchHostedZone NoSuchDistribution LoadBalancerNotFound DBInstanceNotFound QueueDoesNotExist AWS.SimpleQueueService.NonExistentQueue TableNotFound UnknownResourceFault MANIFEST_UNKNOWN BLOB_UNKNOWN NAME_UNKNOWN 42P01',
  'wrong-url':
    'ActionNotSupported DestinationUnreachable route_not_found ROUTE_NOT_FOUND endpoint_not_found ENDPOINT_NOT_FOUND no_such_route unknown_endpoint unknown_method InvalidAction UnknownOperationException UnknownAction FST_ERR_NOT_FOUND NoHandlerFoundException NoResourceFoundException ActionController::RoutingError InvalidUri invalid_url DEPLOYMENT_NOT_FOUND unknown_url bad_endpoint rest_no_route PGRST125 PGRST202 PGRST205',
  gone: 'ExpiredIterator ExpiredIteratorException ExpiredNextTokenException fullSyncRequired updatedMinTooLongAgo syncTokenInvalid resyncRequired resyncChangesApplyDifferences resyncChangesUploadDifferences search_context_missing_exception NoSuchUpload InvalidNextToken ExpiredNextToken ENTITY_IS_DELETED TrimmedDataAccessException InvalidPaginationTokenException expired_cursor invalid_cursor sync_token_expired resource_gone valid-sync-token syncStateNotFound syncStateInvalid EXPIRED_SYNC_TOKEN',
  'method-not-allowed':
    'MethodNotAllowed UnsupportedHttpVerb METHOD_NOT_ALLOWED HttpRequestMethodNotSupportedException ActionController::MethodNotAllowed FST_ERR_METHOD_NOT_ALLOWED',
  'unsupported-api-version':
    'UnsupportedApiVersion InvalidApiVersion InvalidApiVersionParameter MissingApiVersionParameter NoRegisteredProviderFound UNSUPPORTED_API_VERSION invalid_api_version api_version_not_supported NONEXISTENT_VERSION MissingApiVersion ApiVersionUnspecified AmbiguousApiVersion UNSUPPORTED_CLIENT_VERSION missing_version method_deprecated',
  'malformed-json':
    'EOF unexpected_EOF SerializationException InvalidJson MalformedJSON JSON_PARSER_ERROR JSON_PARSE_ERROR json_invalid invalid_json MALFORMED_REQUEST_JSON UnparsableJson FST_ERR_CTP_INVALID_JSON_BODY entity.parse.failed JsonParseException NOT_JSON notJSON parse_json_error ',
  'malformed-body':
    'MalformedXML InvalidXmlDocument GRAPHQL_PARSE_FAILED IncompleteBody BadDigest InvalidDigest Md5Mismatch MissingRequestBodyError MissingRequestBody MalformedPOSTRequest XML_PARSER_ERROR EMPTY_BODY FST_ERR_CTP_EMPTY_JSON_BODY FST_ERR_CTP_INVALID_CONTENT_LENGTH encoding.unsupported request.size.invalid LIMIT_PART_COUNT MissingBody missing_body empty_body',
  'wrong-content-type':
    'UnsupportedMediaType UNSUPPORTED_MEDIA_TYPE UnsupportedMediaTypeException FST_ERR_CTP_INVALID_MEDIA_TYPE unsupported_content_type invalid_content_type HttpMediaTypeNotSupportedException INVALID_CONTENT_TYPE charset.unsupported invalid_post_type missing_post_type invalid_form_data',
  'not-acceptable':
    'NotAcceptable NOT_ACCEPTABLE HttpMediaTypeNotAcceptableException ActionController::UnknownFormat UnknownFormat',
  'malformed-request':
    'MissingContentLength MissingContentLengthHeader InvalidURI DisallowedHost MALFORMED_QUERY QUERY_PARSE_ERROR query_parsing_exception parsing_exception query_shard_exception MalformedQueryString invalidFilter MissingRequiredConditionalHeader UnsupportedHeader InvalidRequestUrl BadRequestUrl 42601 PGRST100 PGRST108 URIError',
  'too-large':
    'EntityTooLarge RequestEntityTooLarge PayloadTooLarge RequestBodyTooLarge entity.too.large MaxMessageLengthExceeded RequestTooLong HeadersTooLarge HeaderFieldsTooLarge FST_ERR_CTP_BODY_TOO_LARGE LIMIT_FILE_SIZE context_length_exceeded MaxFileSizeExceeded TooManyEntriesInBatchRequest BatchRequestTooLong AWS.SimpleQueueService.TooManyEntriesInBatchRequest AWS.SimpleQueueService.BatchRequestTooLong ItemCollectionSizeLimitExceededException request_too_large payload_too_large EXCEEDED_ID_LIMIT uploadTooLarge content_too_large MetadataTooLarge file_too_large RequestSizeTooLarge tooManyParts too_many_clauses max-resource-size number-of-matches-within-limits MAX_ELEMENTS_EXCEEDED string_above_max_length PolicyTooLarge RequestHeaderSectionTooLarge',
  'range-not-satisfiable': 'InvalidRange InvalidRangeException RANGE_NOT_SATISFIABLE requestedRangeNotSatisfiable',
  'version-conflict':
    'OptimisticLockingException 40001 PreconditionFailed ConditionNotMet TargetConditionNotMet SourceConditionNotMet UpdateConditionNotSatisfied ConditionalCheckFailed ConditionalCheckFailedException version_conflict_engine_exception OptimisticLockException ObjectOptimisticLockingFailureException StaleObjectStateException StaleObjectError ActiveRecord::StaleObjectError conditionNotMet P2034 DocumentConflict VERSION_MISMATCH VERSION_CONFLICT ETagMismatch StaleRevision resourceModified ErrorIrresolvableConflict ConcurrentModification VersionMismatchException optimistic_lock_error edit_conflict editconflict InvalidSwap',
  'invalid-state':
    'InvalidObjectState InvalidState InvalidStateException IncorrectState IncorrectInstanceState InvalidInstanceState InvalidDBInstanceState InvalidDBInstanceStateFault BucketNotEmpty ResourceNotEmpty FolderNotEmpty DependencyViolation DeleteConflict DeleteConflictException ResourceInUse VolumeInUse FAILED_PRECONDITION invalid_state state_error invalid_transition NonEmptyContainer payment_intent_unexpected_state setup_intent_unexpected_state payment_method_unexpected_state invoice_not_editable invoice_no_subscription_line_items charge_already_captured charge_already_refunded order_already_cancelled not_in_required_state AuthorizationAlreadyCaptured ORDER_ALREADY_CAPTURED ORDER_NOT_APPROVED ORDER_ALREADY_AUTHORIZED INVALID_RESOURCE_STATE ILLEGAL_STATE illegal_state UnsupportedOperationInState is_archived already_archived already_in_channel not_in_channel cant_update_message edit_window_closed message_not_editable INVALID_OPERATION_STATE InvalidVpcState ProtectedFromDeletion 23001 55000 2BP01 1451 ER_ROW_IS_REFERENCED_2 index_closed_exception HasChildren',
  'idempotency-conflict':
    'IdempotentParameterMismatch IdempotentParameterMismatchException idempotency_error idempotency_key_in_use idempotency_key_reused IDEMPOTENCY_KEY_REUSED IDEMPOTENCY_KEY_ALREADY_USED IdempotencyException DuplicateRequestId DUPLICATE_REQUEST_ID idempotency_conflict idempotency_concurrent_request idempotency_key_conflict',
  'resource-locked':
    'lock-denied 40P01 55P03 1205 lock_timeout ResourceLocked SCOPE_LOCKED ScopeLocked LeaseIdMissing LeaseAlreadyPresent LeaseIdMismatchWithBlobOperation LeaseNotPresentWithBlobOperation TransactionConflict TransactionConflictException OperationInProgress OperationAborted OperationConflict ConflictingOperationInProgress AnotherOperationInProgress AnotherOperationIsInProgress OperationInProgressException PendingOperation UNABLE_TO_LOCK_ROW ER_LOCK_WAIT_TIMEOUT ER_LOCK_DEADLOCK resourceLocked editLocked RESOURCE_LOCKED EntityLockedException lock-token-submitted no-conflicting-lock LOCKED TransactionInProgressException',
};

/** The class of an error rather than the error: where nothing else speaks, and then no more than a guess. */
const CLASSES: Readonly<Record<string, CauseId>> = {
  ResourceNotFoundException: 'resource-not-found',
  ResourceNotFound: 'resource-not-found',
  NotFoundException: 'resource-not-found',
  EntityNotFoundException: 'resource-not-found',
  NOT_FOUND: 'resource-not-found',
  notFound: 'resource-not-found',
  resource_missing: 'resource-not-found',
  resource_not_found: 'resource-not-found',
  not_found: 'resource-not-found',
  not_found_error: 'resource-not-found',
  INVALID_ARGUMENT: 'invalid-value',
  InvalidArgument: 'invalid-value',
  illegal_argument_exception: 'invalid-value',
  invalid_parameter: 'invalid-value',
  InvalidInput: 'invalid-value',
  InvalidInputException: 'invalid-value',
  InvalidParameter: 'invalid-value',
  InvalidParameterException: 'invalid-value',
  ABORTED: 'version-conflict',
  ResourceInUseException: 'invalid-state',
  ConflictException: 'invalid-state',
};

function indexed(): ReadonlyMap<string, CauseId> {
  const index = new Map<string, CauseId>();
  for (const [cause, codes] of Object.entries(BY_CAUSE)) {
    for (const code of codes.split(' ')) {
      const key = plainCode(code);
      if (!index.has(key)) index.set(key, cause as CauseId);
    }
  }
  return index;
}

const INDEX = indexed();
const CLASS_INDEX: ReadonlyMap<string, CauseId> = new Map(
  Object.entries(CLASSES).map(([code, cause]) => [plainCode(code), cause]),
);

/** Numbers are codes of databases only beside words of databases: every API counts its errors. */
const DATABASE =
  /sql|constraint|duplicate|E11000|foreign key|violates|relation "|column|deadlock|lock wait|data too long|truncat|out of range value|input syntax|prisma/i;

/**
 * What an error's code means by itself: `NoSuchKey`, `context_length_exceeded`; `23505` only where the words beside it
 * are a database's.
 */
export function causeOfErrorCode(code: string | undefined, words: string): CauseId | undefined {
  if (code === undefined || code.length > 120) return undefined;
  if (/^\d+$/.test(code) && !DATABASE.test(words)) return undefined;
  if (isOfValueToo(code, words)) return undefined;
  return INDEX.get(plainCode(code)) ?? (code.includes('.') ? INDEX.get(plainCode(code.split('.').at(-1)!)) : undefined);
}

/** What the class of an error hints at: `INVALID_ARGUMENT`. */
export function causeOfErrorClass(code: string | undefined): CauseId | undefined {
  return code === undefined || code.length > 120 ? undefined : CLASS_INDEX.get(plainCode(code));
}
