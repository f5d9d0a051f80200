"""Texts of the documents' page, in Chinese and in English."""

from __future__ import annotations

from typing import Final

DOCUMENTS_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "tab_documents": ("文档", "Documents"),
    # ---- adding
    "intake": ("添加文件", "Add documents"),
    "drop_here": (
        "把文件、文件夹或压缩包拖到这里",
        "Drop files, folders or zip archives here",
    ),
    "choose_files": ("选文件", "Choose files"),
    "choose_folder": ("选文件夹", "Choose a folder"),
    "into_folder": ("存到", "Into"),
    "folder_top": ("不分文件夹", "No folder"),
    "folder_new": ("新建文件夹…", "New folder…"),
    "folder_name": ("新文件夹的名字", "Name of the new folder"),
    "intake_hint": (
        "Word、WPS、PDF、OFD、Excel、PPT、网页、文本、邮件、压缩包都可以，单个不超过 {size}。",
        "Word, WPS, PDF, OFD, Excel, PowerPoint, web pages, text, mail and archives, "
        "up to {size} each.",
    ),
    "work": ("处理情况", "What became of them"),
    # ---- the list
    "document_lists": ("文档的三个列表", "Lists of documents"),
    "show_all_documents": ("全部文档", "All documents"),
    "show_attention": ("要处理的", "Need attention"),
    "show_trash": ("回收站", "Recycle bin"),
    "documents_words": ("查找文档", "Find a document"),
    "documents_words_hint": ("按标题、文号、发文机关、文件名查找", "Title, number, issuer or file"),
    "documents_search": ("查找", "Find"),
    "filter_collection": ("范围", "Folder"),
    "filter_issuer": ("发文机关", "Issuer"),
    "filter_year": ("年份", "Year"),
    "filter_any": ("不限", "Any"),
    "choice": ("{name}（{count:,}）", "{name} ({count:,})"),
    "documents_loading": ("正在打开…", "Opening…"),
    "documents_unreachable": (
        "没能取到文档列表。请确认程序还在运行，再试一次。",
        "The list could not be fetched. Check that the program is running, then try again.",
    ),
    "documents_unexpected": (
        "程序出了意外，详情已写入运行日志。请再试一次；如果仍然这样，请把日志交给管理员。",
        "Something unexpected happened; the details are in the log. Please try again.",
    ),
    "documents_failed": ("没能做成。", "This could not be done."),
    "documents_total": ("共 {count:,} 份文档", "{count:,} documents"),
    "documents_shown": (
        "符合的有 {count:,} 份，全部 {library:,} 份",
        "{count:,} of {library:,} documents fit",
    ),
    "documents_none": (
        "没有符合的文档。",
        "No document fits.",
    ),
    "documents_empty": (
        "还没有文档。把文件拖到上面的框里，或点“选文件”。",
        "No documents yet. Drop files into the box above, or choose some.",
    ),
    "documents_table": ("文档列表，点标题看详情", "Documents; choose a title for its details"),
    "documents_beyond": ("没有第 {page:,} 页", "There is no page {page:,}"),
    "column_title": ("标题", "Title"),
    "column_issuer": ("发文机关", "Issuer"),
    "column_date": ("日期", "Date"),
    "column_added": ("加入时间", "Added"),
    "select_document": ("选择《{title}》，{source}", "Select {title}, {source}"),
    "select_page": ("选择本页全部", "Select this page"),
    "repost_fold": ("另有 {count} 份转载", "{count} reposts"),
    "repost_of": ("转载自《{title}》", "Repost of {title}"),
    "badge_weak": ("{count} 页文字有问题", "{count} pages read badly"),
    "badge_edited": ("人工改过", "Corrected by hand"),
    # ---- what needs attention
    "refused_uploads": ("添加时没有收下的文件", "Files that were sent and not taken in"),
    "refused_uploads_hint": (
        "这些文件没有放进语料文件夹。照说的办法处理好再添加一次，收下后就从这里消去；"
        "不用管的点“知道了”。",
        "These did not get into the corpus folder. Mend and add them again, and they go from "
        "this list; dismiss those that do not matter.",
    ),
    "dismiss": ("知道了", "Dismiss"),
    "dismiss_label": ("知道了，不再列出：{name}", "Dismiss {name}"),
    "dismiss_all": ("全部知道了", "Dismiss all"),
    "attention_files": ("没能读入的文件", "Files that could not be read"),
    "attention_files_hint": (
        "这些文件在语料文件夹里，但没有成为文档，提问时用不到它们。",
        "These lie in the corpus folder but are no documents; answers do not use them.",
    ),
    "attention_pages": ("文字有问题的文档", "Documents with pages that read badly"),
    "attention_none": ("没有要处理的。", "Nothing needs attention."),
    # ---- recycle bin
    "trash_hint": (
        "移出的和被换下来的原件都在这里，不会自动清空。",
        "Originals that were removed or replaced. Nothing is emptied by itself.",
    ),
    "trash_empty": ("回收站是空的。", "The recycle bin is empty."),
    "trash_table": ("回收站里的原件", "Originals in the recycle bin"),
    "column_thrown": ("移出时间", "Removed"),
    "column_size": ("大小", "Size"),
    "trash_removed": ("移出的", "removed"),
    "trash_replaced": ("被新版本换下的", "replaced by a newer version"),
    "trash_superseded": (
        "已有新版本；要用它，请在文档的“版本”里恢复",
        "There is a newer version; restore this one among the document's versions",
    ),
    "trash_taken": (
        "原处现在是《{title}》；要放回这一份，请先把它移出",
        "“{title}” is in its place; remove that one first",
    ),
    "trash_taken_by_file": (
        "原处有一个没有收录的同名文件；要放回这一份，请先在文件夹里把它改名或移走",
        "A file that is no document is in its place; rename or move it first",
    ),
    "trash_more": ("还有 {count:,} 份更早的", "and {count:,} older ones"),
    "put_back": ("放回", "Put back"),
    "put_back_label": ("放回《{title}》", "Put back {title}"),
    # ---- one document
    "section_about": ("信息", "About"),
    "section_text": ("正文", "Text"),
    "section_cuts": ("清理记录", "Cleaning"),
    "section_quality": ("文字质量", "Text quality"),
    "section_passages": ("段落", "Passages"),
    "section_figures": ("数据", "Figures"),
    "section_versions": ("版本", "Versions"),
    "sections": ("这份文档的各个方面", "Parts of this document"),
    "download": ("下载原件", "Download original"),
    "remove_one": ("移出", "Remove"),
    "record_gone": (
        "这份文档已经不在库里了。可以到“回收站”看看。",
        "This document is no longer in the library. Look in the recycle bin.",
    ),
    "field_title": ("标题", "Title"),
    "field_issuer": ("发文机关", "Issuer"),
    "field_number": ("文号", "Number"),
    "field_date": ("日期", "Date"),
    "field_place": ("地区", "Place"),
    "field_publisher": ("来源", "Publisher"),
    "field_author": ("作者", "Author"),
    "field_file": ("文件", "File"),
    "field_size": ("原件大小", "Size of original"),
    "field_added": ("加入时间", "Added"),
    "field_changed": ("最近改动", "Last changed"),
    "field_extent": ("篇幅", "Extent"),
    "extent": ("{characters:,} 字", "{characters:,} characters"),
    "extent_pages": (
        "{characters:,} 字，{pages:,} 页",
        "{characters:,} characters, {pages:,} pages",
    ),
    "not_stated": ("文件里没写", "not stated"),
    "edited_hint": (
        "有的项目人工改过，重新读入文件时仍然保留。",
        "Some of this was corrected by hand and stays so when the file is read again.",
    ),
    "edit": ("更正", "Correct"),
    "edit_hint": (
        "写错了就在这里改，原件不动。留空就是恢复成文件里写的。"
        "日期写成 2018-01-31 或 2018年1月31日，也可以只写到年、月。",
        "Correct what is wrong; the original stays as it is. Leave a field empty to take a "
        "correction back. Dates as 2018, 2018-01 or 2018-01-31.",
    ),
    "edit_save": ("保存", "Save"),
    "edit_revert": ("全部恢复成文件里写的", "Take all corrections back"),
    "cancel_edit": ("不改了", "Cancel"),
    "reposts_here": ("内容基本相同的转载（{count}）", "Near-identical reposts ({count})"),
    "leads_here": ("这是一份转载，以这一份为准：", "This is a repost; the source is"),
    "figures_here": ("查看这份文档里的 {count:,} 条数据", "The {count:,} figures of this document"),
    # ---- receipt
    "cuts_hint": (
        "只去掉与正文无关的内容，文字一个不改。划掉的是去掉的部分；去错了，点“撤销”就补回来。",
        "Only what is not part of the text was cut, shown struck through. Undo brings it back.",
    ),
    "cut_undo": ("撤销", "Undo"),
    "cut_undo_label": ("撤销：把“{text}”补回正文", "Undo: put “{text}” back"),
    "restored": ("已恢复", "Put back"),
    "restored_group": ("已恢复到正文里的（{count:,}）", "Put back into the text ({count:,})"),
    "restored_at": ("{moment} 由人工恢复", "by hand on {moment}"),
    "restored_once": ("以前由人工恢复，时间没有记录", "by hand, some time ago"),
    "cut_redo": ("再去掉", "Cut again"),
    "cut_redo_label": ("再去掉：把“{text}”从正文里去掉", "Cut “{text}” again"),
    "cut_redo_not": (
        "当时的清理记录没有保留，不能再去掉",
        "What was done here is no longer known",
    ),
    "cut_place": ("看位置", "Show place"),
    "cut_group": ("{reason}（{count:,}）", "{reason} ({count:,})"),
    "more_of": ("再看 {count:,} 处", "{count:,} more"),
    # ---- quality
    "quality_good": ("{pages:,} 页的文字都正常。", "All {pages:,} pages read well."),
    "quality_good_whole": ("文字正常。", "The text reads well."),
    "quality_weak": (
        "{pages:,} 页中有 {weak:,} 页的文字有问题，这些页的内容可能查不到或查不准：",
        "{weak:,} of {pages:,} pages read badly; what they say may not be found:",
    ),
    "quality_strip": (
        "每页一根：越高字越多，红色的有问题。点一根看那一页。",
        "One bar a page: the taller, the more text; red ones read badly. Click one to see it.",
    ),
    "quality_page": ("{page}：{characters:,} 字", "{page}: {characters:,} characters"),
    "quality_page_weak": ("{page}：{problem}", "{page}: {problem}"),
    "quality_ocr": (
        "有 {pages:,} 页是从图片里认出来的字：{words}。",
        "The text of {pages:,} pages was recognised in pictures: {words}.",
    ),
    "ocr_clear": ("认得清楚", "clearly"),
    "ocr_mostly": (
        "大体清楚，数字请对照原件",
        "mostly clearly; check numbers against the original",
    ),
    "ocr_doubtful": ("不太可靠，请对照原件", "not reliably; check it against the original"),
    "ocr_percent": ("{words}（把握 {percent}%）", "{words} ({percent}% sure)"),
    "pages_more": ("还有 {count:,} 页", "and {count:,} more pages"),
    # ---- passages
    "passages_hint": (
        "提问时按段查找，共 {count:,} 段。点一段看它在正文里的位置。",
        "Questions search passage by passage, {count:,} in all. Choose one to see it in the text.",
    ),
    "passage_place": ("看位置", "In the text"),
    # ---- versions
    "version": ("第 {version} 版", "Version {version}"),
    "version_live": ("现在用的", "in use"),
    "version_view": ("看这一版", "View"),
    "version_restore": ("恢复这一版", "Restore"),
    "version_kept_not": ("原文没有保留", "text not kept"),
    "version_is_old": (
        "这是第 {version} 版，不是现在用的。",
        "This is version {version}, not in use.",
    ),
    "versions_one": ("只有这一版。", "There is only this version."),
    "compare_versions": ("比较两版", "Compare"),
    "compare_old": ("旧的", "Old"),
    "compare_new": ("新的", "New"),
    "changes_summary": (
        "{places:,} 处改动：加了 {added:,} 字，去掉 {removed:,} 字。",
        "{places:,} changes: {added:,} characters added, {removed:,} removed.",
    ),
    "changes_none": ("两版的正文一字不差。", "The texts are the same."),
    "changes_same": ("相同的 {count:,} 字", "{count:,} characters the same"),
    "changes_next": ("下一处", "Next"),
    "changes_previous": ("上一处", "Previous"),
    "changes_more": (
        "改动太多，后面的没有列出。请下载原件对照。",
        "There are too many changes; the rest is not listed. Please compare the originals.",
    ),
    "compare_now": ("和现在的比较", "Compare with the one in use"),
    "compare_before": ("和上一版比较", "Compare with the one before"),
    "changes_of": ("第 {old} 版 → 第 {new} 版", "Version {old} → version {new}"),
}
