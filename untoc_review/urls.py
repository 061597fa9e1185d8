"""All addresses. One scheme from the first day, under the language prefix; short links lead to it."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from documents.views import short_address
from untoc_review import following, gallery, health, home
from untoc_review.digest import views as digest
from untoc_review.news import views as news

SYMBOL = r"(?P<symbol>[A-Za-z]{1,6}(?:/|%2F).{1,200})"

# Here, and not when the apps are set up: workers and commands serve no pages, and start sooner without the forms.
admin.autodiscover()

pages = [
    path("", home.home, name="home"),
    path("components/", gallery.gallery, name="gallery"),
    path("account/", include("accounts.urls")),
    path("account/news/", news.news, name="news"),
    path("account/news/read", news.mark_read, name="mark_read"),
    path("account/news/unread", news.undo_mark, name="undo_mark"),
    path("account/news/mail", digest.digest, name="digest"),
    path("account/news/stop/<str:token>", digest.stop, name="stop_digest"),
    path("account/following/", following.following, name="following"),
    path("account/following/add", following.follow, name="follow"),
    path("account/following/remove", following.unfollow, name="unfollow"),
    path("account/following/search", following.follow_search, name="follow_search"),
    path("account/following/rename", following.rename, name="rename_search"),
    path("", include("meetings.urls")),
    path("", include("documents.urls")),
    path("", include("mandates.urls")),
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("api/", include("untoc_review.api")),
    path("", RedirectView.as_view(pattern_name="home"), name="root"),
    path("en/", include(pages)),
    # The UN's own short links: /CTOC/COP/2016/1, /en/CTOC/COP/2016/1, /d/CTOC/COP/2016/1.
    re_path(rf"^d/{SYMBOL}$", short_address, name="short_address"),
    re_path(rf"^(?P<language>en|fr|es|ru|ar|zh)/{SYMBOL}$", short_address),
    re_path(rf"^{SYMBOL}$", short_address),
]
