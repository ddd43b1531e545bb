"""Official papers: one typed context per paper, one template, PDF and DOCX made from both.

The layout is that of Nghị định 30/2020/NĐ-CP, Phụ lục I (``layout.py``). Nothing here imports frappe.
"""
