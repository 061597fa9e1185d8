"""Adding files: many at once, each sent and told of by itself; and deliveries, where one looks again tomorrow."""

import errno
import logging
import uuid
from contextlib import suppress

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation, TooManyFilesSent
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from documents.deliveries import Group, Piece, counts_of, group_of, pieces_of
from documents.exports import csv_file
from documents.fates import Fate
from documents.forms import AddFilesForm
from documents.ingest.archives import is_archive, members
from documents.ingest.intake import Refused, check_size, receive, refuse
from documents.models import Delivery, Outcome
from documents.tasks import ring_now

logger = logging.getLogger(__name__)
WAY = "administration"
BULK_FROM = 4  # so many at once are read after what one person sends by itself
PIECES_A_PAGE = 100
MOST_DRAINED = 2**31
WILL_BE_READ = "stored; will be read when the queue is back"
NO_ROOM = "The store has no room left: nothing of this file was kept. Tell the administrator and send it again."
NO_STORE = (
    "The store can’t be written to at present: nothing of this file was kept. Send it again in a while; if that does not "
    "help, tell the administrator."
)


class StoreAway(Exception):
    """A file could not be stored, and nothing of it was kept. status: 507 where there is no room, else 503."""

    def __init__(self, error):
        is_full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "no room" in str(error)
        super().__init__(NO_ROOM if is_full else NO_STORE)
        self.status = 507 if is_full else 503


class AddingPages:
    """Mixed into the ModelAdmin of files: the page “Add files”."""

    def get_urls(self):
        # What is wrong with a request must be told in words before its token can be read: see ``add_files``.
        add = csrf_exempt(self.add_files)
        return [path("add/", self.admin_site.admin_view(add), name="documents_file_add"), *super().get_urls()]

    def add_files(self, request):
        """Look whether the request can be read at all, and only then at its token and its files."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            trouble = _trouble_with(request)
            if trouble:
                return self._answer_trouble(request, *trouble)
        return self._add_files(request)

    @method_decorator(csrf_protect)
    def _add_files(self, request):
        if request.method != "POST":
            return self._page(request, AddFilesForm())
        form = AddFilesForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form)
        try:
            delivery = _delivery_for(request)
            pieces = _take_in_all(form.cleaned_data["files"], request, delivery)
        except StoreAway as away:
            return self._answer_trouble(request, str(away), away.status)
        if _is_script(request):
            return JsonResponse({**_delivery_in_json(delivery), "rows": [_piece_in_json(piece) for piece in pieces]})
        if len(pieces) == 1 and pieces[0].file:
            (piece,) = pieces
            level = messages.WARNING if piece.group == Group.HELD else messages.SUCCESS
            self.message_user(request, f"{piece.name}: {piece.fate}.", level)
            return redirect("admin:documents_file_change", piece.file.pk)
        if any(piece.fate.outcome == Outcome.WAITS_FOR_QUEUE for piece in pieces):
            self.message_user(request, f"The queue is away. The files are {WILL_BE_READ}.", messages.WARNING)
        return redirect("admin:documents_delivery_change", delivery.pk)

    def _page(self, request, form, *, status=200):
        return TemplateResponse(
            request, TEMPLATE, _context(self.admin_site, request, form, title="Add files"), status=status
        )

    def _answer_trouble(self, request, sentence, status):
        if _is_script(request):
            return JsonResponse({"error": sentence}, status=status)
        self.message_user(request, sentence, messages.ERROR)
        return self._page(request, AddFilesForm(), status=status)


TEMPLATE = "admin/documents/file/add_files.html"


def _context(admin_site, request, form, *, title, delivery=None, **more):
    return {
        **admin_site.each_context(request),
        "title": title,
        "form": form,
        "delivery": delivery,
        "key": delivery.key if delivery and delivery.by == request.user else uuid.uuid4(),
        "limit": settings.UPLOAD_LIMIT_MEGABYTES,
        "archive_limit": settings.ARCHIVE_LIMIT_MEGABYTES,
        "bulk_from": BULK_FROM,
        "groups": [(group, 0) for group in Group],
        "opts": Delivery._meta,
        **more,
    }


def _is_script(request):
    return request.headers.get("Accept", "").startswith("application/json")


def _trouble_with(request):
    """Why a request can't be taken in at all, as (sentence, status), or None. Reads the request."""
    limit = settings.ARCHIVE_LIMIT_MEGABYTES
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > (limit + 1) * 1024 * 1024:
        _drain(request, length)
        return (
            f"What you sent at once has {length / 1024 / 1024:,.0f} MB; the limit is {limit} MB. Nothing was taken in. Send "
            "fewer files at a time.",
            413,
        )
    try:
        request.POST  # noqa: B018  the body is read here
    except TooManyFilesSent:
        return (
            f"You sent more than {settings.DATA_UPLOAD_MAX_NUMBER_FILES} files at once. Nothing was taken in. Send them in "
            "several parts, or as a ZIP archive.",
            413,
        )
    except UnreadablePostError:
        return "The connection broke before everything had come. Nothing was taken in. Send it again.", 400
    except OSError as error:
        logger.error("An upload could not be kept while it came: %s", error)
        away = StoreAway(error)
        return str(away), away.status
    except (SuspiciousOperation, MultiPartParserError):
        return "What was sent could not be read. Nothing was taken in. Send it again.", 400
    return None


def _drain(request, length):
    """Read what is not wanted, so that the browser hears the answer; not for ever."""
    with suppress(OSError):
        for _ in range(min(length, MOST_DRAINED) // 65536 + 1):
            if not request.read(65536):
                break


def _delivery_for(request):
    """The delivery that the files belong to: the one whose key is given, made where it is new. Raises Http404 for a key
    of somebody else's."""
    try:
        key = uuid.UUID(request.POST.get("delivery") or str(uuid.uuid4()))
    except ValueError as error:
        raise Http404 from error
    delivery, _is_new = Delivery.objects.get_or_create(key=key, defaults={"by": request.user, "way": WAY})
    if delivery.by_id != request.user.pk:
        raise Http404
    return delivery


def _take_in_all(uploads, request, delivery):
    """Take in every upload, ring once for all that is new, and say what became of each."""
    several = request.POST.get("of", "")
    is_bulk = len(uploads) >= BULK_FROM or (several.isdecimal() and int(several[:9]) >= BULK_FROM)
    folder = request.POST.get("folder", "") if len(uploads) == 1 else ""
    is_sent_again = request.POST.get("again") == "yes"
    taking = _Taking(delivery, request.user, is_bulk=is_bulk, is_sent_again=is_sent_again)
    for upload in uploads:
        try:
            taking.take(upload, came_as=f"{folder}{upload.name}")
        except OSError as error:
            logger.exception("A file of delivery %s could not be stored.", delivery.pk)
            away = StoreAway(error)
            if len(uploads) == 1:
                refuse(delivery, name=f"{folder}{upload.name}", reason=str(away), is_sent_again=True)
                ring_now(taking.new)
                raise away from error
            taking.refuse(f"{folder}{upload.name}", str(away))
    return taking.pieces_after_ringing()


class _Taking:
    """Takes in the files of one request, one after another; each is committed by itself."""

    def __init__(self, delivery, by, *, is_bulk, is_sent_again):
        self._delivery = delivery
        self._by = by
        self._is_bulk = is_bulk
        self._is_sent_again = is_sent_again
        self._pieces = []
        self.new = []

    def take(self, upload, *, came_as):
        """One upload, or every member of an archive. Raises OSError when the store is away."""
        if is_archive(upload.file):
            return self._take_archive(upload, came_as)
        try:
            check_size(upload.size, upload.name)
            self._receive(upload.read(), upload.name, came_as, self._is_bulk)
        except Refused as refusal:
            self.refuse(came_as, str(refusal))

    def _take_archive(self, upload, came_as):
        try:
            for member in members(upload.file, name=upload.name):
                inside = f"{came_as} / {member.name}"
                if member.refusal:
                    self.refuse(inside, member.refusal)
                    continue
                try:
                    self._receive(member.content, member.name, inside, True)
                except Refused as refusal:
                    self.refuse(inside, str(refusal))
        except Refused as refusal:
            self.refuse(came_as, str(refusal))

    def _receive(self, content, name, came_as, is_bulk):
        receipt = receive(
            content,
            name=name,
            by=self._by,
            way=WAY,
            is_bulk=is_bulk,
            delivery=self._delivery,
            came_as=came_as,
            is_sent_again=self._is_sent_again,
        )
        if receipt.is_new:
            self.new.append(receipt.file)
        self._pieces.append((came_as, receipt.fate))

    def refuse(self, came_as, reason):
        """Note what was not taken in."""
        refuse(self._delivery, name=came_as, reason=reason, is_sent_again=self._is_sent_again)
        self._pieces.append((came_as, Fate(Outcome.NOT_TAKEN_IN, reason)))

    def pieces_after_ringing(self):
        """What became of each, now that the queue was told; or that it is away."""
        answered = ring_now(self.new)
        new = {file.pk for file in self.new}
        return [
            Piece(
                name,
                Fate(Outcome.WAITS_FOR_QUEUE, WILL_BE_READ, fate.file)
                if not answered and fate.file and fate.file.pk in new and fate.outcome == Outcome.BEING_READ
                else fate,
                self._delivery.at,
            )
            for name, fate in self._pieces
        ]


def _delivery_in_json(delivery):
    return {
        "delivery": reverse("admin:documents_delivery_change", args=[delivery.pk]),
        "csv": reverse("admin:documents_delivery_csv", args=[delivery.pk]),
    }


def _piece_in_json(piece):
    return {
        "name": piece.name,
        "fate": str(piece.fate),
        "outcome": piece.fate.outcome.value,
        "group": group_of(piece.fate).value,
        "is_final": piece.fate.is_final,
        "needs_a_person": piece.fate.needs_a_person,
        "file": piece.file.pk if piece.file else None,
        "size": piece.file.size if piece.file else None,
        "desk": reverse("admin:documents_file_change", args=[piece.file.pk]) if piece.file else "",
    }


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """What came at once, newest first, and what became of it. Nothing is entered or changed here."""

    list_display = ("what", "by", "way", "at", "outcomes")
    list_filter = ("way",)
    list_select_related = ("by",)
    date_hierarchy = "at"
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/change/", wrap(self.delivery), name="documents_delivery_change"),
            path("<int:pk>/outcomes.csv", wrap(self.outcomes_csv), name="documents_delivery_csv"),
            *super().get_urls(),
        ]

    def get_changelist_instance(self, request):
        changes = super().get_changelist_instance(request)
        changes.result_list = list(changes.result_list)
        counts = counts_of(changes.result_list)
        for delivery in changes.result_list:
            delivery.counts = counts[delivery.pk]
        return changes

    @admin.display(description="delivery", ordering="-at")
    def what(self, delivery):
        return str(delivery)

    @admin.display(description="what became of it")
    def outcomes(self, delivery):
        counts = delivery.counts
        return ", ".join(f"{counts[group]} {group.label}" for group in Group if group in counts) or "nothing came"

    def _get(self, request, pk):
        delivery = Delivery.objects.select_related("by").filter(pk=pk).first()
        if not self.has_view_permission(request, delivery):
            raise PermissionDenied
        if delivery is None:
            raise Http404
        return delivery

    def delivery(self, request, pk):
        """One delivery: each of its files with its fate, going on while somebody looks; more may be added."""
        delivery = self._get(request, pk)
        counts = counts_of([delivery])[delivery.pk]
        page = Paginator(range(sum(counts.values())), PIECES_A_PAGE).get_page(request.GET.get("p"))
        first = max(page.start_index() - 1, 0)
        pieces = pieces_of(delivery, first, first + PIECES_A_PAGE)
        context = _context(
            self.admin_site,
            request,
            AddFilesForm(),
            title=str(delivery),
            delivery=delivery,
            pieces=pieces,
            elsewhere=sum(counts.values()) - len(pieces),
            page=page,
            total=sum(counts.values()),
            groups=[(group, counts.get(group, 0)) for group in Group],
            is_moving=Group.MOVING in counts,
        )
        return TemplateResponse(request, TEMPLATE, context)

    def outcomes_csv(self, request, pk):
        """What became of each file of a delivery, as a table to keep."""
        delivery = self._get(request, pk)
        rows = (
            [
                piece.name,
                piece.fate.outcome.label,
                piece.fate.detail,
                piece.file.symbol_read if piece.file else "",
                piece.file.get_language_display() if piece.file else "",
                piece.file.sha256 if piece.file else "",
            ]
            for piece in pieces_of(delivery)
        )
        return csv_file(
            f"outcomes-{delivery.pk}.csv", ["File", "Outcome", "Detail", "Symbol read", "Language", "SHA-256"], rows
        )
