"""Following in a real browser: from the keyboard, on a phone, without JavaScript."""

import pytest
from django.urls import reverse

from accounts.models import Follow
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 320])
def test_a_person_follows_a_body_reads_its_news_and_marks_them_read(sign_in, person, width):
    group = make.body("wg8", "Open-ended intergovernmental meeting to explore all options for a review mechanism")
    user = person("reader", username="rita")
    page = sign_in(user, group.get_absolute_url(), width=width, java_script_enabled=False)
    page.get_by_role("button", name="Follow", exact=True).press("Enter")
    assert page.get_by_text("You follow this.").is_visible()
    make.document("CTOC/COP/WG.8/2016/2", "Report on the second meeting", body=group)
    site = page.url.removesuffix(group.get_absolute_url())
    for address in ("news", "following", "digest", "home"):
        page.goto(site + reverse(address))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{address} is wider than the window"
        )
    assert page.get_by_text("Because you follow").is_visible()
    page.get_by_role("link", name="All news").press("Enter")
    assert page.get_by_role("link", name="CTOC/COP/WG.8/2016/2").is_visible()
    page.get_by_role("button", name="Mark all as read").press("Enter")
    assert page.get_by_text("Nothing new.").is_visible()
    page.get_by_role("button", name="Undo the last mark").press("Enter")
    assert page.get_by_role("link", name="CTOC/COP/WG.8/2016/2").is_visible()
    page.goto(site + reverse("following"))
    page.get_by_role("button", name="Unfollow").press("Enter")
    assert page.get_by_text("You follow nothing yet.").is_visible()
    page.get_by_role("button", name="Undo").press("Enter")
    assert Follow.objects.of(user).count() == 1


def test_whoever_is_not_signed_in_comes_back_to_the_page_that_they_want_to_follow(open_page, person):
    paper = make.document("CTOC/COP/2016/1", "Agenda")
    user = person("reader", username="rita")
    user.set_password("a password for tests")
    user.save()
    page = open_page(paper.get_absolute_url())
    page.get_by_role("link", name="Sign in to follow").click()
    page.get_by_label("Username").fill("rita")
    page.get_by_label("Password").fill("a password for tests")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    assert page.url.endswith(paper.get_absolute_url())
    assert page.get_by_role("button", name="Follow", exact=True).is_visible()
