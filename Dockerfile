FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /site
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt && useradd --system --home /site site
COPY . .
RUN mkdir -p var && chown site var \
    && SECRET_KEY=build DATABASE_URL=postgres://x@localhost/x REDIS_URL=redis://localhost python manage.py collectstatic --noinput \
    && chown -R site var
USER site
VOLUME /site/var
EXPOSE 8000
CMD ["gunicorn", "untoc_review.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4"]
