"""A shop's API as many are written: Django's ORM, viewsets and serializers of its REST framework."""

import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="of no use to anybody",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="drf_app",
    USE_TZ=False,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework", "django_filters"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": "127.0.0.1",
            "PORT": os.environ["DATABASE_PORT"],
            "NAME": "shop",
            "USER": "bench",
            "PASSWORD": "bench",
            "CONN_MAX_AGE": None,
        }
    },
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_FILTER_BACKENDS": [
            "django_filters.rest_framework.DjangoFilterBackend",
            "rest_framework.filters.OrderingFilter",
        ],
    },
)
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import models  # noqa: E402
from django.db.models import Sum  # noqa: E402
from rest_framework import pagination, serializers, viewsets  # noqa: E402
from rest_framework.decorators import action  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.routers import SimpleRouter  # noqa: E402


class Customer(models.Model):
    name = models.CharField(max_length=40)
    email = models.CharField(max_length=60)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        app_label, db_table, managed = "shop", "customers", False


class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, models.PROTECT)
    status = models.CharField(max_length=10)
    total = models.DecimalField(max_digits=10, decimal_places=2)
    items = models.IntegerField()
    settled = models.BooleanField()
    currency = models.CharField(max_length=3)
    city = models.CharField(max_length=40)
    placed_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, null=True)

    class Meta:
        app_label, db_table, managed = "shop", "orders", False


class CustomerSerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = Customer, ["name", "email", "country", "city", "created_at"]


class OrderSerializer(serializers.ModelSerializer):
    customer_id = serializers.PrimaryKeyRelatedField(source="customer", queryset=Customer.objects.all())
    shipped_at = serializers.DateTimeField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_null=True)

    class Meta:
        model = Order
        fields = ["id", "number", "customer_id", "status", "total", "items", "settled", "currency", "city"]
        fields += ["placed_at", "shipped_at", "note"]


class OrderWithCustomerSerializer(OrderSerializer):
    customer = CustomerSerializer()

    class Meta(OrderSerializer.Meta):
        fields = [*OrderSerializer.Meta.fields, "customer"]


class First25(pagination.BasePagination):
    def paginate_queryset(self, queryset, request, view=None):
        return list(queryset[:25])

    def get_paginated_response(self, data):
        return Response(data)


class Counted(pagination.PageNumberPagination):
    page_size = 100


class Orders(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
    pagination_class = First25
    filterset_fields = {"status": ["exact"], "placed_at": ["gte"]}
    ordering_fields = ["placed_at", "id"]

    @action(detail=False)
    def by_items(self, request):
        orders = self.filter_queryset(self.get_queryset())
        return Response(list(orders.order_by().values("items").annotate(total_sum=Sum("total"))))


class OrdersWithCustomer(Orders):
    queryset = Order.objects.select_related("customer")
    serializer_class = OrderWithCustomerSerializer


class CountedOrders(Orders):
    pagination_class = Counted


router = SimpleRouter()
router.register("orders", Orders)
router.register("orders-with-customer", OrdersWithCustomer, "with-customer")
router.register("orders-counted", CountedOrders, "counted")
urlpatterns = router.urls
application = WSGIHandler()
