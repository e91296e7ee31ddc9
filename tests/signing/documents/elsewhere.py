"""Signatures that no office of ours made: by pyHanko's own signer, with whatever a forger likes."""

from __future__ import annotations

import asyncio
import io
from typing import Any

from asn1crypto import keys
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.pdf_file import asn1
from tests.pki.authority import Authority
from tests.pki.country import Holder


def private(holder: Holder) -> keys.PrivateKeyInfo:
    return keys.PrivateKeyInfo.load(
        holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    )


def stamper(by: Holder, *chain: Authority) -> TimeStamper:
    """Return a time-stamp service of whoever holds this key."""
    return DummyTimeStamper(asn1(by.certificate), private(by), certs_to_embed=_store(*chain))


def signed(
    pdf: bytes,
    by: Holder,
    *chain: Authority,
    stamps: TimeStamper | None = None,
    hash_name: str = "sha256",
    **more: Any,
) -> bytes:
    """Return the file signed as anybody can who has a key."""
    signer = SimpleSigner(
        signing_key=private(by), signing_cert=asn1(by.certificate), cert_registry=_store(*chain)
    )
    subfilter = more.pop("subfilter", SigSeedSubFilter.PADES)
    metadata = PdfSignatureMetadata(
        field_name="Elsewhere", md_algorithm=hash_name, subfilter=subfilter, **more
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    made = PdfSigner(metadata, signer, timestamper=stamps, new_field_spec=SigFieldSpec("Elsewhere"))
    output: io.BytesIO = asyncio.run(made.async_sign_pdf(writer))
    return output.getvalue()


def updated(pdf: bytes, change: Any) -> bytes:
    """Return the file with a change added at its end, as a forger adds one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def byte_range(pdf: bytes, position: int = 0) -> list[int]:
    return [int(number) for number in PdfFileReader(io.BytesIO(pdf)).embedded_signatures[position].byte_range]


def replace_first_page(writer: IncrementalPdfFileWriter) -> None:
    """Show something else on the first page."""
    page = writer.root["/Pages"]["/Kids"][0]
    content = writer.add_object(_stream(b"BT /F1 12 Tf 10 10 Td (1 000 000) Tj ET"))
    page[pdf_name("/Contents")] = content
    writer.update_container(page)


def _stream(data: bytes) -> Any:
    from pyhanko.pdf_utils.generic import StreamObject

    return StreamObject(stream_data=data)


def _store(*chain: Authority) -> SimpleCertificateStore:
    return SimpleCertificateStore.from_certs([asn1(issuer.certificate) for issuer in chain])
