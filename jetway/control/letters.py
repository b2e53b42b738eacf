"""What the mails say. Each has one link, and nothing that tells when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.control.mail import Mail

if TYPE_CHECKING:
    from jetway.control.store.invitations import Invitation


def invitation_letter(invitation: Invitation, link: str) -> Mail:
    """To somebody who is invited to a project."""
    by = f"{_line(invitation.invited_by)} invites" if invitation.invited_by else "You are invited"
    asked = f"{by} you to the project" if invitation.invited_by else f"{by} to the project"
    project = _line(invitation.project_name)
    text = (
        f"{asked} {project}, in the role {invitation.role}.\n\n"
        f"Open this link within 7 days. It works once:\n\n{link}\n\n"
        "If you did not expect this, you need not do anything.\n"
    )
    return Mail(invitation.email, f"Invitation to {project}", text)


def password_letter(email: str, link: str) -> Mail:
    """To somebody who forgot their password."""
    text = (
        "Somebody, perhaps you, asked for a new password for this address.\n\n"
        f"Open this link within an hour to choose one. It works once:\n\n{link}\n\n"
        "If it was not you, you need not do anything: your password stays as it is.\n"
    )
    return Mail(email, "Choose a new password", text)


def lock_letter(email: str, project: str, bridge: str, link: str) -> Mail:
    """To an owner whose bridge was locked."""
    text = (
        f"The bridge {_line(bridge)} of the project {_line(project)} is locked: somebody used a token of it "
        "that was replaced more than a day ago. This happens when the bridge's database or state folder was "
        "put back from a backup, and when somebody has a copy of it.\n\n"
        f"Until an owner unlocks it, nobody reaches its data:\n\n{link}\n"
    )
    return Mail(email, f"A bridge of {_line(project)} is locked", text)


def _line(text: str) -> str:
    """A name as it may stand in a line of a mail."""
    return " ".join(text.split())
