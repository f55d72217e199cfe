"""E-mail by SMTP: STARTTLS (or TLS from the beginning) with a checked certificate, the id as Message-ID.

What the server answers after the whole message is what counts; a recipient whom it refuses alone does not stop the
others.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from shuke.notify.channels import Channel
from shuke.notify.guard import Barred, resolved
from shuke.notify.message import ACCEPTED, Answer, Message, Verdict


class _Judged:
    """Connects to the address that was judged, under the name that the certificate is checked for."""

    def __init__(self, *args: Any, inside: bool, **options: Any) -> None:
        self._inside = inside
        super().__init__(*args, **options)

    def _judged(self, host: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection((resolved(host, port, inside=self._inside), port), timeout)


class _Plain(_Judged, smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._judged(host, port, timeout)


class _Secure(_Judged, smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.context.wrap_socket(self._judged(host, port, timeout), server_hostname=host)


def send(channel: Channel, message: Message, folder: Path) -> Answer:
    """Send a message to the addresses of a salesperson."""
    recipients = channel.addresses(message.owner)
    if not recipients:
        return Answer("refused", "no_one")
    password = channel.password.read(folder) if channel.password is not None else None
    taken = False
    try:
        with _opened(channel) as server:
            if channel.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if channel.user is not None and password is not None:
                server.login(channel.user, password)
            server.send_message(written(channel, message, recipients))
            taken = True
    except (Barred, smtplib.SMTPException, OSError) as error:
        # What goes wrong with the goodbye does not take back what was accepted.
        return ACCEPTED if taken else _failed(error, channel.timeout)
    return ACCEPTED


def _failed(error: Exception, timeout: int) -> Answer:
    """Return what a mail that was not accepted is told as: codes of 4xx are tried again, those of 5xx are not."""
    final = {
        Barred: str(error),
        smtplib.SMTPNotSupportedError: "no_starttls",
        ssl.SSLCertVerificationError: "certificate",
    }
    if type(error) in final:
        return Answer("refused", final[type(error)])
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = min((told[0] for told in error.recipients.values()), default=0)
        return Answer(_verdict(code), "recipients", figures={"code": code})
    if isinstance(error, smtplib.SMTPResponseException):
        key = "login" if isinstance(error, smtplib.SMTPAuthenticationError) else "mail"
        return Answer(_verdict(error.smtp_code), key, figures={"code": error.smtp_code})
    if isinstance(error, TimeoutError):
        return Answer("again", "timeout", figures={"seconds": timeout})
    cut = isinstance(error, smtplib.SMTPException | ConnectionResetError | BrokenPipeError)
    return Answer("again", "cut" if cut else "unreachable")


def _verdict(code: int) -> Verdict:
    return "refused" if 500 <= code < 600 else "again"


def _opened(channel: Channel) -> smtplib.SMTP:
    host, port = channel.host or "", channel.port
    if channel.security == "tls":
        context = ssl.create_default_context()
        return _Secure(host, port, timeout=channel.timeout, context=context, inside=channel.inside)
    return _Plain(host, port, timeout=channel.timeout, inside=channel.inside)


def written(channel: Channel, message: Message, recipients: tuple[str, ...]) -> EmailMessage:
    """Return a message as an e-mail of plain text."""
    mail = EmailMessage()
    sender = channel.sender or ""
    mail["Subject"] = " ".join(message.title.split())
    mail["From"] = Address(addr_spec=sender)
    mail["To"] = [Address(addr_spec=one) for one in recipients]
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text + "\n")
    return mail
