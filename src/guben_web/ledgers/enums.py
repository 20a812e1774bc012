"""Who enters and who closes, and what is done with entries."""

from django.db import models

from guben_web.accounts.enums import RoleCode
from guben_web.words.language import label

# Those who enter: for their own organization, or for one below it, which is recorded.
WRITERS = frozenset({RoleCode.DEPARTMENT, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER, RoleCode.SECRETARY})


class Act(models.TextChoices):
    """What was done with an entry."""

    ADDED = "ADDED", label("登记", "Entered")
    CHANGED = "CHANGED", label("修改", "Changed")
    MOVED = "MOVED", label("流转", "Moved")
    REMOVED = "REMOVED", label("删除", "Removed")
    RESTORED = "RESTORED", label("恢复", "Restored")


class EvidenceKind(models.TextChoices):
    """What a file of evidence is, as its content says."""

    PDF = "pdf", label("PDF文件", "PDF")
    JPEG = "jpg", label("照片（JPEG）", "Photograph (JPEG)")
    PNG = "png", label("图片（PNG）", "Picture (PNG)")
    WORD = "docx", label("Word文件", "Word file")
    EXCEL = "xlsx", label("Excel文件", "Excel file")


class UploadState(models.TextChoices):
    """How far a workbook of a ledger has come."""

    BROUGHT = "BROUGHT", label("正在核对", "Being compared")
    UNREAD = "UNREAD", label("不能读取", "Cannot be read")
    WAITING = "WAITING", label("待确认", "Waiting for you")
    APPLIED = "APPLIED", label("已写入", "Applied")
    UNDONE = "UNDONE", label("已撤销", "Undone")
    DISCARDED = "DISCARDED", label("已放弃", "Discarded")


class Outcome(models.TextChoices):
    """What becomes of a row of a workbook."""

    CREATED = "CREATED", label("新增", "Added")
    CHANGED = "CHANGED", label("修改", "Changed")
    UNCHANGED = "UNCHANGED", label("不变", "Unchanged")
    REFUSED = "REFUSED", label("不写入", "Left out")
