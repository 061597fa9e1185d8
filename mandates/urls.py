"""Addresses of mandates."""

from django.urls import path, re_path

from mandates import feeds
from mandates.models import DraftKind
from mandates.views import answers, as_it_stood, desk, drafting, planning, proposals, radar, register, standing, thread

KINDS = "|".join(DraftKind.values)

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/proposals/", proposals.proposals, name="proposals"),
    path("desk/proposals/<path:act>/text", proposals.text_of_act, name="text_of_act"),
    path("desk/proposals/<path:act>", proposals.proposals_of_act, name="proposals_of_act"),
    path("desk/drafts/", drafting.drafts, name="drafts"),
    path("desk/drafts/templates/", drafting.templates, name="draft_templates"),
    re_path(rf"^desk/drafts/templates/(?P<kind>{KINDS})\.docx$", drafting.template_in_use, name="draft_template"),
    re_path(rf"^desk/drafts/templates/(?P<kind>{KINDS})/put$", drafting.put_template, name="put_draft_template"),
    re_path(rf"^desk/drafts/templates/(?P<kind>{KINDS})/back$", drafting.template_back, name="draft_template_back"),
    path("desk/drafts/templates/<int:pk>.docx", drafting.template_kept, name="kept_draft_template"),
    path("desk/drafts/templates/<int:pk>/again", drafting.template_again, name="draft_template_again"),
    re_path(rf"^desk/drafts/(?P<kind>{KINDS})$", drafting.draft, name="draft"),
    path("desk/planning/", planning.planning, name="planning"),
    path("desk/planning/<int:ordinal>", planning.session_board, name="planning_session"),
    path("desk/planning/add", planning.add, name="add_planned_document"),
    path("desk/planning/take-up", planning.take_up, name="take_up_planned"),
    path("desk/planning/documents/<int:key>", planning.planned_document, name="planned_document"),
    path("desk/planning/documents/<int:key>/state", planning.set_state, name="set_planned_state"),
    path("desk/planning/documents/<int:key>/drop", planning.drop, name="drop_planned"),
    path("desk/planning/documents/<int:key>/restore", planning.restore, name="restore_planned"),
    path("desk/planning/<slug:body>/<slug:address>", planning.meeting_board, name="planning_meeting"),
    path("sessions/<int:ordinal>/as-it-stood", as_it_stood.session, name="session_as_it_stood"),
    path("meetings/<slug:body>/<slug:address>/as-it-stood", as_it_stood.meeting, name="meeting_as_it_stood"),
    path("desk/radar/", radar.radar, name="radar"),
    path("desk/radar/reports/", radar.reports, name="radar_reports"),
    path("desk/radar/<int:pk>/close", radar.close, name="radar_close"),
    path("desk/radar/<int:pk>/reopen", radar.reopen, name="radar_reopen"),
    path("desk/completeness/", radar.declared, name="completeness"),
    path("desk/completeness/declare", radar.declare, name="declare_complete"),
    path("desk/mandates/<int:pk>/status", standing.state_status, name="state_status"),
    path("desk/mandates/<int:pk>/status/take-back", standing.take_back_status, name="take_back_status"),
    path("desk/responses/", answers.responses, name="responses"),
    path("desk/responses/<int:pk>", answers.decide, name="decide_response"),
    path("desk/responses/mandate/<int:pk>", answers.responses_of_mandate, name="responses_of_mandate"),
    path("desk/responses/mandate/<int:pk>/confirm", answers.confirm_all, name="confirm_responses"),
    path("mandates/", register.mandates, name="mandates"),
    path("mandates/table/", register.table, name="mandates_table"),
    re_path(r"^mandates/(?P<act>.+)/(?P<number>\d{1,4})$", thread.mandate, name="mandate"),
    path("feeds/mandates.atom", feeds.mandates_feed, name="mandates_feed"),
    re_path(r"^feeds/mandates/(?P<act>.+)/(?P<number>\d{1,4})\.atom$", feeds.mandate_feed, name="mandate_feed"),
]
