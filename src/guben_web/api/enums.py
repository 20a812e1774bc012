"""What a token lets a program read."""

from django.db import models

from guben_web.words.language import label


class Right(models.TextChoices):
    """What a token may read, as far as its account may read it too."""

    ORGANIZATIONS = "organizations", label("读取组织", "Read organizations")
    RESULTS = (
        "results",
        label("读取考核结果和理由", "Read results and the reasons for them"),
    )
    SCHEMES = "schemes", label("读取现行制度", "Read the schemes in force")
    ARCHIVE = (
        "archive",
        label("下载公开存档和结果工作簿", "Take the public archive and the workbook of results"),
    )


class Standing(models.TextChoices):
    """Whether a token still lets anybody in."""

    GOOD = "good", label("有效", "Good")
    OVER = "over", label("已到期", "Past its last day")
    REVOKED = "revoked", label("已撤销", "Revoked")
