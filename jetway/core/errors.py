"""Every way a request can fail, as one tree. Knows codes and statuses, not how they are sent.

Failure
├── RequestFailure   E1xx  the request itself is malformed
├── NameFailure      E2xx  names and permission: unknown, hidden or not allowed
├── SourceFailure    E3xx  the source refused a value, a change or the whole statement
├── ControlFailure   E4xx  sign-in, tokens, enrolment
└── FileFailure      E76x  a file to import; E77x, E78x  a file to keep
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input. `pointer` is a JSON pointer or a parameter name."""

    pointer: str
    code: str
    detail: str


class Failure(Exception):
    """A refusal with a stable code. `detail` is for people: what is wrong and what to do next.

    `members`: what else the answer tells, ready for JSON.
    """

    number: ClassVar[str] = ""
    code: ClassVar[str] = ""
    status: ClassVar[int] = 500
    title: ClassVar[str] = ""

    def __init__(
        self,
        detail: str,
        *,
        problems: tuple[Problem, ...] = (),
        retry_after_s: int | None = None,
        etag: str | None = None,
        members: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.problems = problems
        self.retry_after_s = retry_after_s
        self.etag = etag
        self.members = members or {}


class RequestFailure(Failure):
    """The request is malformed before any name in it is looked at."""

    status = 400


class InvalidParameter(RequestFailure):
    """A query parameter is not of the form it should have."""

    number, code, title = "E101", "invalid_parameter", "Invalid parameter"


class InvalidBody(RequestFailure):
    """The body is not the JSON that the route takes."""

    number, code, title = "E102", "invalid_body", "Invalid body"


class UnsupportedMediaType(RequestFailure):
    """The body's content type is not taken here."""

    number, code, status, title = "E103", "unsupported_media_type", 415, "Unsupported media type"


class BodyTooLarge(RequestFailure):
    """The body is larger than the limit."""

    number, code, status, title = "E104", "body_too_large", 413, "Body too large"


class MethodNotAllowed(RequestFailure):
    """The route exists, but not with this method. `allow`: those it has."""

    number, code, status, title = "E105", "method_not_allowed", 405, "Method not allowed"

    def __init__(self, detail: str, *, allow: tuple[str, ...] = ()) -> None:
        super().__init__(detail)
        self.allow = allow


class QueryTooComplex(RequestFailure):
    """The filter is deeper or longer than the limits."""

    number, code, title = "E106", "query_too_complex", "Query too complex"


NOTHING_HERE = "There is nothing at this path. Every path of the API ends with a slash."


class RouteNotFound(RequestFailure):
    """No route at this path."""

    number, code, status, title = "E107", "not_found", 404, "Not found"


class MisdirectedRequest(RequestFailure):
    """The Host header names a host this server does not answer for."""

    number, code, status, title = "E108", "host_not_allowed", 421, "Host not allowed"


class TooManyRequests(RequestFailure):
    """The caller is over a rate limit."""

    number, code, status, title = "E109", "too_many_requests", 429, "Too many requests"


class InvalidCursor(RequestFailure):
    """The cursor is not of this list: another table, order or person, or not one of ours."""

    number, code, title = "E110", "invalid_cursor", "Invalid cursor"


class FilterRequired(RequestFailure):
    """A change of many rows names none of them."""

    number, code, title = "E111", "filter_required", "Filter required"


class TooManyItems(RequestFailure):
    """The body holds more items than one request may."""

    number, code, status, title = "E112", "too_many_items", 413, "Too many items"


class InternalError(Failure):
    """A defect of ours. The request's id finds it in the log."""

    number, code, status, title = "E199", "internal_error", 500, "Internal error"


class NameFailure(Failure):
    """A name that is unknown or hidden (the same answer), or a right that is missing."""

    status = 400


class UnknownTable(NameFailure):
    """No such table, as far as the actor may know."""

    number, code, status, title = "E201", "unknown_table", 404, "Unknown table"


class UnknownRow(NameFailure):
    """No such row, as far as the actor may know."""

    number, code, status, title = "E202", "unknown_row", 404, "Unknown row"


class UnknownColumn(NameFailure):
    """No such column, as far as the actor may know."""

    number, code, title = "E203", "unknown_column", "Unknown column"


class UnknownRelation(NameFailure):
    """No such relation, as far as the actor may know."""

    number, code, title = "E204", "unknown_relation", "Unknown relation"


class UnknownLookup(NameFailure):
    """The lookup does not exist, or the column does not take it."""

    number, code, title = "E205", "unknown_lookup", "Unknown lookup"


class UnknownField(NameFailure):
    """The body names a column that does not exist, as far as the actor may know."""

    number, code, status, title = "E206", "unknown_field", 422, "Unknown field"


class ReadOnlyField(NameFailure):
    """The body sets a column that the actor may see and not set."""

    number, code, status, title = "E207", "read_only_field", 422, "Read-only field"


class NotAllowed(NameFailure):
    """The actor may see the table and not do this to it."""

    number, code, status, title = "E208", "not_allowed", 403, "Not allowed"


class ViewingAs(NameFailure):
    """Somebody views as a role or another person, and would change something or take it along."""

    number, code, status, title = "E770", "viewing_as", 403, "Viewing as somebody else"


class CheckFailed(NameFailure):
    """The row as changed would leave what the actor may touch."""

    number, code, status, title = "E209", "check_failed", 403, "Change not allowed"


class NotFilterable(NameFailure):
    """The source cannot answer this, and finishing it here would scan too much."""

    number, code, title = "E210", "not_filterable", "Not filterable"


class NoKey(NameFailure):
    """The table has no key, so that one row cannot be pinned."""

    number, code, status, title = "E211", "no_key", 405, "No key"


class InvalidRelation(NameFailure):
    """A declared relation names what is not there, or pairs columns by which no row can be found."""

    number, code, status, title = "E720", "invalid_relation", 422, "Invalid relation"


class SourceFailure(Failure):
    """The source refused a value, a change or a statement."""

    status = 503


class InvalidValue(SourceFailure):
    """A value does not fit its column."""

    number, code, status, title = "E301", "invalid_value", 422, "Invalid value"


class Required(SourceFailure):
    """A column that must have a value has none."""

    number, code, status, title = "E302", "required", 422, "Required"


class NotUnique(SourceFailure):
    """Another row has the same value in a unique column."""

    number, code, status, title = "E303", "not_unique", 409, "Not unique"


class InvalidReference(SourceFailure):
    """A foreign key points at no row that the actor may see."""

    number, code, status, title = "E304", "invalid_reference", 422, "Invalid reference"


class StillReferenced(SourceFailure):
    """Other rows point at this one, and the database keeps them."""

    number, code, status, title = "E305", "still_referenced", 409, "Still referenced"


class ConstraintFailed(SourceFailure):
    """A check or a trigger of the database refused the change."""

    number, code, status, title = "E306", "constraint_failed", 422, "Constraint failed"


class QueryTimeout(SourceFailure):
    """The statement took longer than the limit and was cancelled."""

    number, code, status, title = "E307", "query_timeout", 504, "Query timeout"


class SourceUnavailable(SourceFailure):
    """The source cannot be reached, or refuses connections."""

    number, code, title = "E308", "db_unavailable", "Database unavailable"


class PoolTimeout(SourceFailure):
    """All connections to the source are busy."""

    number, code, title = "E309", "pool_timeout", "Database busy"


class SourceReadOnly(SourceFailure):
    """The source takes no writes."""

    number, code, status, title = "E310", "db_read_only", 503, "Database is read-only"


class PermissionDenied(SourceFailure):
    """The login that Jetway uses lacks a right in the database."""

    number, code, status, title = "E311", "db_permission_denied", 403, "Database permission denied"


class SchemaChanged(SourceFailure):
    """A table or column changed while the request ran."""

    number, code, status, title = "E312", "schema_changed", 409, "Schema changed"


class Retry(SourceFailure):
    """A deadlock or a lock timeout. The same request may pass a moment later."""

    number, code, status, title = "E313", "retry", 409, "Try again"


class NotExecuted(SourceFailure):
    """The source refused the statement for a reason without a name of its own."""

    number, code, status, title = "E314", "source_error", 422, "The database refused this"


class Changed(SourceFailure):
    """The row is not as `If-Match` says."""

    number, code, status, title = "E317", "changed", 412, "Changed"


class ChangedMeanwhile(SourceFailure):
    """Somebody else has changed the same columns."""

    number, code, status, title = "E318", "changed_meanwhile", 409, "Changed meanwhile"


class TooManyRows(SourceFailure):
    """The change would touch more rows, or other ones, than it may."""

    number, code, status, title = "E319", "too_many_rows", 409, "Too many rows"


class CascadeNotPermitted(SourceFailure):
    """The deletion would take rows along that the actor may not see, change or delete."""

    number, code, status, title = "E320", "cascade_not_permitted", 409, "Cascade not permitted"


class NameTaken(SourceFailure):
    """The database has a table, column or type of that name already, or the bridge a source."""

    number, code, status, title = "E780", "name_taken", 409, "Name taken"


class ConfirmationRequired(SourceFailure):
    """The change would take data away, and the request does not name once more what it is about."""

    number, code, status, title = "E781", "confirmation_required", 428, "Confirmation required"


class TableBusy(SourceFailure):
    """Others use the table, and the change does not wait for long: everybody would wait behind it."""

    number, code, status, title = "E782", "table_busy", 503, "Table busy"


class StillNeeded(SourceFailure):
    """A key, another table or a view depends on what is to be changed."""

    number, code, status, title = "E783", "still_needed", 409, "Still needed"


class ValuesInTheWay(SourceFailure):
    """The values that are there do not fit what their column is to become."""

    number, code, status, title = "E784", "values_in_the_way", 409, "Values in the way"


class BadSource(SourceFailure):
    """The address, file, login or driver of a source is unusable. Raised when it is opened."""

    number, code, title = "E315", "bad_source", "Cannot open the database"


class HostKeyUnconfirmed(BadSource):
    """An SSH server shows a host key that nobody has confirmed."""

    number, code, title = "E853", "host_key_unconfirmed", "Confirm the host key"


class SecretRequired(SourceFailure):
    """A secret is kept for another address than the one that it would be sent to now."""

    number, code, status, title = "E820", "secret_required", 422, "Enter the secret again"


class SourceNotReached(SourceFailure):
    """A source that was to be added or changed does not answer, or lets nobody in."""

    number, code, status, title = "E821", "source_not_reached", 422, "The source cannot be reached"


class PortTaken(SourceFailure):
    """The server cannot listen where it should."""

    number, code, title = "E316", "port_taken", "Port taken"


class UndeclaredRoute(Failure):
    """A route was added that does not say who may ask it. The server does not start."""

    number, code, title = "E771", "undeclared_route", "A route without a permission"


class SqlFailed(SourceFailure):
    """The engine refused a statement of the person's own. Its message is told, and where in the text."""

    number, code, status, title = "E740", "sql_failed", 422, "The statement failed"


class AnswerTooLarge(SourceFailure):
    """The answer of a statement is larger than the limit."""

    number, code, status, title = "E741", "answer_too_large", 422, "Answer too large"


class UnknownQuery(NameFailure):
    """No such saved query, as far as the actor may know."""

    number, code, status, title = "E742", "unknown_query", 404, "Unknown saved query"


class QueryChanged(Failure):
    """The saved query is another one than the caller knows."""

    number, code, status, title = "E832", "query_changed", 409, "The saved query has changed"


class UnknownEndpoint(NameFailure):
    """No such endpoint, as far as the actor may know."""

    number, code, status, title = "E831", "unknown_endpoint", 404, "Unknown endpoint"


class EndpointChanged(Failure):
    """What the endpoint runs is not what it was made for."""

    number, code, status, title = "E833", "endpoint_changed", 409, "The endpoint does not fit any more"


class UnknownOperation(NameFailure):
    """No such operation, as far as the actor may know."""

    number, code, status, title = "E830", "unknown_operation", 404, "Unknown operation"


class ControlFailure(Failure):
    """Sign-in, tokens, enrolment."""

    status = 401


class TokenMissing(ControlFailure):
    """No Authorization header."""

    number, code, title = "E401", "token_missing", "Token missing"


class TokenMalformed(ControlFailure):
    """The Authorization header is not a token of ours."""

    number, code, title = "E402", "token_malformed", "Token malformed"


class HeaderTooLarge(ControlFailure):
    """The Authorization header is longer than any token."""

    number, code, status, title = "E774", "header_too_large", 431, "Header too large"


class TokenInvalid(ControlFailure):
    """The token is unknown, expired, revoked, or made for somebody else. One answer for all."""

    number, code, title = "E403", "token_invalid", "Token invalid"


class AuthUnavailable(ControlFailure):
    """The bridge cannot ask control who this is."""

    number, code, status, title = "E404", "auth_unavailable", 503, "Sign-in service unavailable"


class SignInFailed(ControlFailure):
    """E-mail or password is wrong. Which one is not told."""

    number, code, title = "E405", "sign_in_failed", "Sign-in failed"


class SessionMissing(ControlFailure):
    """The route needs a session, and there is none."""

    number, code, title = "E406", "session_missing", "Not signed in"


class CrossSite(ControlFailure):
    """A request with a session came from another site."""

    number, code, status, title = "E407", "cross_site", 403, "Cross-site request"


class SetupCodeInvalid(ControlFailure):
    """The one-off code of the first run is wrong or used up."""

    number, code, status, title = "E408", "setup_code_invalid", 403, "Setup code invalid"


class EnrolmentInvalid(ControlFailure):
    """The enrolment code is wrong, used up or expired."""

    number, code, status, title = "E409", "enrolment_invalid", 400, "Enrolment invalid"


class EnrolmentPending(ControlFailure):
    """Nobody has approved the enrolment code yet."""

    number, code, status, title = "E410", "enrolment_pending", 400, "Enrolment pending"


class SlowDown(ControlFailure):
    """A bridge asks too often whether its enrolment code was approved. From now on, it asks less."""

    number, code, status, title = "E773", "slow_down", 400, "Asked too often"


class RightMissing(ControlFailure):
    """The person is signed in and lacks the right."""

    number, code, status, title = "E411", "right_missing", 403, "Right missing"


class UnknownResource(ControlFailure):
    """No such project, setting or person, as far as the actor may know."""

    number, code, status, title = "E412", "unknown_resource", 404, "Unknown resource"


class InvalidInput(ControlFailure):
    """A field of a control request has a wrong value."""

    number, code, status, title = "E413", "invalid_input", 422, "Invalid input"


class Conflict(ControlFailure):
    """Somebody else changed it first."""

    number, code, status, title = "E414", "conflict", 409, "Conflict"


class NotEnrolled(ControlFailure):
    """The bridge belongs to no project, or not any more."""

    number, code, status, title = "E416", "not_enrolled", 503, "Bridge not enrolled"


class StoreUnavailable(ControlFailure):
    """Control's own database is away, or newer than this program."""

    number, code, status, title = "E415", "store_unavailable", 503, "Control's database unavailable"


class LastOwner(ControlFailure):
    """The project would be left without an owner who can sign in."""

    number, code, status, title = "E420", "last_owner", 409, "Last owner"


class LimitReached(ControlFailure):
    """There are as many of these as there may be."""

    number, code, status, title = "E421", "limit_reached", 409, "Limit reached"


class LinkInvalid(ControlFailure):
    """The code of a link is wrong, used up, revoked or expired. One answer for all."""

    number, code, status, title = "E422", "link_invalid", 400, "Link invalid"


class SignInFirst(ControlFailure):
    """The invitation is for a person who has an account, and somebody else or nobody is signed in."""

    number, code, status, title = "E423", "sign_in_first", 409, "Sign in first"


class MailOff(ControlFailure):
    """The way needs a mail server, and none is set up."""

    number, code, status, title = "E424", "mail_off", 409, "No mail server"


class ReauthenticationNeeded(ControlFailure):
    """The change takes a sign-in, or another proof of who the person is, younger than 15 minutes."""

    number, code, status, title = "E425", "reauthentication_needed", 403, "Sign in again"


class SecondFactorRequired(ControlFailure):
    """The project lets in only who signed in with a second factor."""

    number, code, status, title = "E426", "second_factor_required", 403, "Second factor required"


class SecondFactorFailed(ControlFailure):
    """The code of the second step is wrong or used up."""

    number, code, title = "E427", "second_factor_failed", "Second step failed"


class OauthStateInvalid(ControlFailure):
    """What came back from the sign-in service was not begun in this browser, or too long ago, or used."""

    number, code, status, title = "E428", "oauth_state_invalid", 400, "Sign-in not begun here"


class OidcInvalid(ControlFailure):
    """The sign-in service's answer does not hold: signature, issuer, audience, nonce or e-mail address."""

    number, code, status, title = "E429", "oidc_invalid", 400, "Sign-in service's answer refused"


class OidcUnavailable(ControlFailure):
    """The sign-in service does not answer, or not as one does."""

    number, code, status, title = "E430", "oidc_unavailable", 503, "Sign-in service unavailable"


class NoAccess(ControlFailure):
    """The sign-in service knows the person, and no group or invitation lets them in here."""

    number, code, status, title = "E431", "no_access", 403, "No access"


class PasskeyInvalid(ControlFailure):
    """What the browser made for a passkey does not hold, or came too late."""

    number, code, status, title = "E432", "passkey_invalid", 400, "Passkey refused"


class BridgeLocked(ControlFailure):
    """The bridge was locked: a Project Token of it was used that had been replaced long ago."""

    number, code, status, title = "E772", "bridge_locked", 401, "Bridge locked"


class BridgeMoved(ControlFailure):
    """A bridge says that it has another address than the one that an owner knows it at."""

    number, code, status, title = "E775", "bridge_moved", 409, "Bridge moved"


class FileFailure(Failure):
    """A file cannot be imported or kept, or not be given."""

    status = 422


class InvalidFile(FileFailure):
    """The file is not of the format that it was sent as."""

    number, code, title = "E760", "invalid_file", "Invalid file"


class AddressNotAllowed(SourceFailure):
    """A request would leave for an address inside the network that the operator has not named."""

    number, code, status, title = "E800", "address_not_allowed", 422, "Address not allowed"


class OriginMismatch(SourceFailure):
    """A request would leave for another place than the one that its secrets are for."""

    number, code, status, title = "E801", "origin_mismatch", 422, "Another origin"


class UpstreamTooLarge(SourceFailure):
    """The app sent more than is read of one answer."""

    number, code, status, title = "E802", "upstream_too_large", 502, "The app's answer is too large"


class UpstreamTimeout(SourceFailure):
    """The app took too long to answer."""

    number, code, status, title = "E803", "upstream_timeout", 504, "The app took too long"


class UpstreamUnavailable(SourceFailure):
    """The app cannot be reached, or has a fault of its own."""

    number, code, status, title = "E804", "upstream_unavailable", 502, "The app is unavailable"


class AppKeyRefused(SourceFailure):
    """The app does not take the key or token that Jetway has for it."""

    number, code, status, title = "E805", "app_key_refused", 502, "The app refused the key"


class AppNotPermitted(SourceFailure):
    """The key that Jetway has for the app lacks a right there."""

    number, code, status, title = "E806", "app_not_permitted", 403, "Not permitted in the app"


class AppBusy(SourceFailure):
    """The app takes no more requests for now. `Retry-After` says when, where it told."""

    number, code, status, title = "E807", "app_busy", 503, "The app takes no more requests"


class AppRefused(SourceFailure):
    """The app refused a value or a change, for the reason that it gives."""

    number, code, status, title = "E808", "app_refused", 422, "The app refused this"


class AppChanged(SourceFailure):
    """The app's answer is not of the shape that its description says."""

    number, code, status, title = "E809", "app_changed", 502, "The app answers in another shape"


class OneAtATime(SourceFailure):
    """Several changes at once, of a source that makes one at a time."""

    number, code, status, title = "E810", "one_at_a_time", 422, "One change at a time"


class AppNotConnected(SourceFailure):
    """Nobody has connected the app yet, or the consent was withdrawn or has ended."""

    number, code, status, title = "E811", "app_not_connected", 502, "Connect the app again"


class ConsentRefused(SourceFailure):
    """The app's provider gave no token for the consent that a person brought back."""

    number, code, status, title = "E812", "consent_refused", 422, "The provider refused"


class ConsentUnknown(SourceFailure):
    """A consent came back that this person did not ask for, or not within ten minutes, or a second time."""

    number, code, status, title = "E813", "consent_unknown", 422, "Connect once more"


class CellNotWritable(SourceFailure):
    """A cell of a sheet holds a formula, is merged with others, or is protected."""

    number, code, status, title = "E840", "cell_not_writable", 422, "The cell cannot be written"


class SheetTooLarge(SourceFailure):
    """A sheet holds more cells than are read of one."""

    number, code, status, title = "E841", "sheet_too_large", 422, "The sheet is too large"


class FarNotSortable(NameFailure):
    """Rows cannot be sorted by what another source holds."""

    number, code, status, title = "E850", "far_not_sortable", 400, "Not sortable by another source"


class FarTooMany(NameFailure):
    """More rows of another source match a filter through a relation than can be joined."""

    number, code, status, title = "E851", "far_too_many", 400, "Too many rows in the other source"


class FarAmbiguous(NameFailure):
    """A key leads to several rows of another source, hence to none."""

    number, code, status, title = "E852", "far_ambiguous", 409, "Several rows in the other source"


class OpenapiRefused(SourceFailure):
    """A document that a description is to be made of is no OpenAPI, or says nothing that could be a table."""

    number, code, status, title = "E857", "openapi_refused", 422, "No description can be made of it"


class GraphqlRefused(SourceFailure):
    """What a server told of its GraphQL schema cannot be read, or says nothing that could be a table."""

    number, code, status, title = "E822", "graphql_refused", 422, "No description can be made of it"


class ImportTooSlow(SourceFailure):
    """Reading a document took too long."""

    number, code, status, title = "E858", "import_too_slow", 422, "Reading it takes too long"


class InvalidFileColumn(NameFailure):
    """A column was declared to hold files that is not there, or can hold none."""

    number, code, status, title = "E776", "invalid_file_column", 422, "Invalid column of files"


class FileTypeRefused(FileFailure):
    """The column takes no files of that type, or the file is not what its name says."""

    number, code, title = "E777", "file_type_refused", "Type of file refused"


class EmptyFile(FileFailure):
    """A file without a byte was sent."""

    number, code, title = "E778", "empty_file", "Empty file"


class StorageUnavailable(FileFailure):
    """The place where files are kept cannot be written or read."""

    number, code, status, title = "E779", "storage_unavailable", 503, "Storage of files unavailable"


class AddressRefused(FileFailure):
    """A signed address has expired, was changed, or was made for somebody else."""

    number, code, status, title = "E785", "address_refused", 403, "Address refused"


class UnknownFile(FileFailure):
    """The storage holds no such file."""

    number, code, status, title = "E786", "unknown_file", 404, "Unknown file"


class ImageTooLarge(FileFailure):
    """The picture has more pixels than are drawn anew."""

    number, code, title = "E787", "image_too_large", "Image too large"


class ImageRefused(FileFailure):
    """The picture cannot be read, or not within the limits."""

    number, code, title = "E788", "image_refused", "Image refused"


class UploadTooSlow(FileFailure):
    """A file took too long to arrive."""

    number, code, status, title = "E789", "upload_too_slow", 408, "Upload too slow"


class PartBeyond(FileFailure):
    """The part of a file that is asked for lies behind its end. `size`: the file's, where it is known."""

    number, code, status, title = "E814", "range_not_satisfiable", 416, "Range not satisfiable"

    def __init__(self, detail: str, *, size: int | None) -> None:
        super().__init__(detail)
        self.size = size


class AuditFailure(Failure):
    """The audit holds no such event, or nothing that could be put back."""

    status = 404


class UnknownEvent(AuditFailure):
    """No such event of the row, as far as the actor may know."""

    number, code, title = "E790", "unknown_event", "Unknown event"


class NothingToRestore(AuditFailure):
    """The event kept nothing that could be put back, or nothing that the actor may set."""

    number, code, status, title = "E791", "nothing_to_restore", 409, "Nothing to restore"


class AuditBroken(AuditFailure):
    """A line of the audit is not as it was written, or is missing."""

    number, code, status, title = "E792", "audit_broken", 500, "Audit broken"


class ImportRefused(FileFailure):
    """Some lines are wrong, hence none was imported. `problems` are lines and what is wrong with them."""

    number, code, title = "E761", "import_refused", "Import refused"


class RightEnded(ControlFailure):
    """The token, or the rights of its role, ended while something ran that they had begun."""

    number, code, status, title = "E834", "right_ended", 403, "Your right ended meanwhile"


class ChangesStopped(SourceFailure):
    """A change of many rows, made one by one, ended before the last of them. `count` are done."""

    number, code, status, title = "E824", "changes_stopped", 422, "Changes stopped"


class ImportStopped(FileFailure):
    """An import that is done line by line ended before its last one. `result` tells how far it came."""

    number, code, title = "E823", "import_stopped", "Import stopped"


class IdempotencyMismatch(Failure):
    """The key was sent before, with another request."""

    number, code, status, title = "E750", "idempotency_mismatch", 422, "Another request had this key"


class IdempotencyBusy(Failure):
    """The first request with the key still runs."""

    number, code, status, title = "E751", "idempotency_busy", 409, "The first request still runs"


class IdempotencyUnavailable(Failure):
    """The answer cannot be kept, hence the change was not made."""

    number, code, status, title = "E752", "idempotency_unavailable", 501, "Idempotency-Key not available"
