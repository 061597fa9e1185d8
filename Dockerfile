FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /site
# What opens DOC and reads scans; without them such files are refused in words.
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libreoffice-writer-nogui \
    tesseract-ocr tesseract-ocr-fra tesseract-ocr-spa tesseract-ocr-rus tesseract-ocr-ara tesseract-ocr-chi-sim \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt && useradd --system --home /site site
COPY . .
RUN mkdir -p var/files var/search && chown -R site var \
    && SECRET_KEY=build DATABASE_URL=postgres://x@localhost/x REDIS_URL=redis://localhost python manage.py collectstatic --noinput \
    && chown -R site var
USER site
VOLUME /site/var
EXPOSE 8000
CMD ["gunicorn", "untoc_review.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4"]
