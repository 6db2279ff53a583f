-- TPC-DS: 26 of the 99 queries, in the dialect of PostgreSQL, with parameters that occur in the data.

-- name: D1
with customer_total_return as (
  select sr_customer_sk as ctr_customer_sk, sr_store_sk as ctr_store_sk,
         sum(sr_return_amt) as ctr_total_return
  from store_returns, date_dim
  where sr_returned_date_sk = d_date_sk and d_year = 2000
  group by sr_customer_sk, sr_store_sk)
select c_customer_id
from customer_total_return ctr1, store, customer
where ctr1.ctr_total_return > (
    select avg(ctr_total_return) * 1.2
    from customer_total_return ctr2
    where ctr1.ctr_store_sk = ctr2.ctr_store_sk)
  and s_store_sk = ctr1.ctr_store_sk
  and s_state = 'TN'
  and ctr1.ctr_customer_sk = c_customer_sk
order by c_customer_id
limit 100;

-- name: D3
select d_year, i_brand_id as brand_id, i_brand as brand, sum(ss_ext_sales_price) as sum_agg
from date_dim, store_sales, item
where d_date_sk = ss_sold_date_sk
  and ss_item_sk = i_item_sk
  and i_manufact_id = 436
  and d_moy = 12
group by d_year, i_brand, i_brand_id
order by d_year, sum_agg desc, brand_id
limit 100;

-- name: D6
select a.ca_state as state, count(*) as cnt
from customer_address a, customer c, store_sales s, date_dim d, item i
where a.ca_address_sk = c.c_current_addr_sk
  and c.c_customer_sk = s.ss_customer_sk
  and s.ss_sold_date_sk = d.d_date_sk
  and s.ss_item_sk = i.i_item_sk
  and d.d_month_seq = (
    select distinct d_month_seq from date_dim where d_year = 2000 and d_moy = 2)
  and i.i_current_price > 1.2 * (
    select avg(j.i_current_price) from item j where j.i_category = i.i_category)
group by a.ca_state
having count(*) >= 10
order by cnt, a.ca_state
limit 100;

-- name: D7
select i_item_id, avg(ss_quantity) as agg1, avg(ss_list_price) as agg2,
       avg(ss_coupon_amt) as agg3, avg(ss_sales_price) as agg4
from store_sales, customer_demographics, date_dim, item, promotion
where ss_sold_date_sk = d_date_sk
  and ss_item_sk = i_item_sk
  and ss_cdemo_sk = cd_demo_sk
  and ss_promo_sk = p_promo_sk
  and cd_gender = 'F'
  and cd_marital_status = 'W'
  and cd_education_status = 'Primary'
  and (p_channel_email = 'N' or p_channel_event = 'N')
  and d_year = 1998
group by i_item_id
order by i_item_id
limit 100;

-- name: D12
select i_item_id, i_item_desc, i_category, i_class, i_current_price,
       sum(ws_ext_sales_price) as itemrevenue,
       sum(ws_ext_sales_price) * 100 / sum(sum(ws_ext_sales_price)) over (partition by i_class)
         as revenueratio
from web_sales, item, date_dim
where ws_item_sk = i_item_sk
  and i_category in ('Jewelry', 'Sports', 'Books')
  and ws_sold_date_sk = d_date_sk
  and d_date between date '2001-01-12' and date '2001-01-12' + 30
group by i_item_id, i_item_desc, i_category, i_class, i_current_price
order by i_category, i_class, i_item_id, i_item_desc, revenueratio
limit 100;

-- name: D13
select avg(ss_quantity), avg(ss_ext_sales_price), avg(ss_ext_wholesale_cost),
       sum(ss_ext_wholesale_cost)
from store_sales, store, customer_demographics, household_demographics, customer_address, date_dim
where s_store_sk = ss_store_sk
  and ss_sold_date_sk = d_date_sk
  and d_year = 2001
  and ((ss_hdemo_sk = hd_demo_sk and cd_demo_sk = ss_cdemo_sk and cd_marital_status = 'D'
        and cd_education_status = '2 yr Degree' and ss_sales_price between 100 and 150
        and hd_dep_count = 3)
    or (ss_hdemo_sk = hd_demo_sk and cd_demo_sk = ss_cdemo_sk and cd_marital_status = 'S'
        and cd_education_status = 'Secondary' and ss_sales_price between 50 and 100
        and hd_dep_count = 1))
  and ((ss_addr_sk = ca_address_sk and ca_country = 'United States'
        and ca_state in ('CO', 'IL', 'MN') and ss_net_profit between 100 and 200)
    or (ss_addr_sk = ca_address_sk and ca_country = 'United States'
        and ca_state in ('OH', 'MT', 'NM') and ss_net_profit between 150 and 300));

-- name: D15
select ca_zip, sum(cs_sales_price)
from catalog_sales, customer, customer_address, date_dim
where cs_bill_customer_sk = c_customer_sk
  and c_current_addr_sk = ca_address_sk
  and (substr(ca_zip, 1, 5) in ('85669', '86197', '88274', '83405', '86475', '85392', '85460')
    or ca_state in ('CA', 'WA', 'GA')
    or cs_sales_price > 500)
  and cs_sold_date_sk = d_date_sk
  and d_qoy = 2
  and d_year = 2000
group by ca_zip
order by ca_zip
limit 100;

-- name: D19
select i_brand_id as brand_id, i_brand as brand, i_manufact_id, i_manufact,
       sum(ss_ext_sales_price) as ext_price
from date_dim, store_sales, item, customer, customer_address, store
where d_date_sk = ss_sold_date_sk
  and ss_item_sk = i_item_sk
  and i_manager_id = 7
  and d_moy = 11
  and d_year = 1999
  and ss_customer_sk = c_customer_sk
  and c_current_addr_sk = ca_address_sk
  and substr(ca_zip, 1, 5) <> substr(s_zip, 1, 5)
  and ss_store_sk = s_store_sk
group by i_brand, i_brand_id, i_manufact_id, i_manufact
order by ext_price desc, i_brand, i_brand_id, i_manufact_id, i_manufact
limit 100;

-- name: D21
select w_warehouse_name, i_item_id,
       sum(case when d_date < date '1998-04-08' then inv_quantity_on_hand else 0 end) as inv_before,
       sum(case when d_date >= date '1998-04-08' then inv_quantity_on_hand else 0 end) as inv_after
from inventory, warehouse, item, date_dim
where i_current_price between 0.99 and 1.49
  and i_item_sk = inv_item_sk
  and inv_warehouse_sk = w_warehouse_sk
  and inv_date_sk = d_date_sk
  and d_date between date '1998-04-08' - 30 and date '1998-04-08' + 30
group by w_warehouse_name, i_item_id
order by w_warehouse_name, i_item_id
limit 100;

-- name: D26
select i_item_id, avg(cs_quantity) as agg1, avg(cs_list_price) as agg2,
       avg(cs_coupon_amt) as agg3, avg(cs_sales_price) as agg4
from catalog_sales, customer_demographics, date_dim, item, promotion
where cs_sold_date_sk = d_date_sk
  and cs_item_sk = i_item_sk
  and cs_bill_cdemo_sk = cd_demo_sk
  and cs_promo_sk = p_promo_sk
  and cd_gender = 'F'
  and cd_marital_status = 'W'
  and cd_education_status = 'Primary'
  and (p_channel_email = 'N' or p_channel_event = 'N')
  and d_year = 1998
group by i_item_id
order by i_item_id
limit 100;

-- name: D32
select sum(cs_ext_discount_amt) as excess_discount_amount
from catalog_sales, item, date_dim
where i_manufact_id = 269
  and i_item_sk = cs_item_sk
  and d_date between date '1998-03-18' and date '1998-03-18' + 90
  and d_date_sk = cs_sold_date_sk
  and cs_ext_discount_amt > (
    select 1.3 * avg(cs_ext_discount_amt)
    from catalog_sales, date_dim
    where cs_item_sk = i_item_sk
      and d_date between date '1998-03-18' and date '1998-03-18' + 90
      and d_date_sk = cs_sold_date_sk);

-- name: D37
select i_item_id, i_item_desc, i_current_price
from item, inventory, date_dim, catalog_sales
where i_current_price between 22 and 52
  and inv_item_sk = i_item_sk
  and d_date_sk = inv_date_sk
  and d_date between date '2001-06-02' and date '2001-06-02' + 60
  and i_manufact_id in (678, 964, 918, 849)
  and inv_quantity_on_hand between 100 and 500
  and cs_item_sk = i_item_sk
group by i_item_id, i_item_desc, i_current_price
order by i_item_id
limit 100;

-- name: D42
select d_year, i_category_id, i_category, sum(ss_ext_sales_price)
from date_dim, store_sales, item
where d_date_sk = ss_sold_date_sk
  and ss_item_sk = i_item_sk
  and i_manager_id = 1
  and d_moy = 12
  and d_year = 1998
group by d_year, i_category_id, i_category
order by sum(ss_ext_sales_price) desc, d_year, i_category_id, i_category
limit 100;

-- name: D43
select s_store_name, s_store_id,
       sum(case when d_day_name = 'Sunday' then ss_sales_price end) as sun_sales,
       sum(case when d_day_name = 'Monday' then ss_sales_price end) as mon_sales,
       sum(case when d_day_name = 'Friday' then ss_sales_price end) as fri_sales,
       sum(case when d_day_name = 'Saturday' then ss_sales_price end) as sat_sales
from date_dim, store_sales, store
where d_date_sk = ss_sold_date_sk
  and s_store_sk = ss_store_sk
  and s_gmt_offset = -5
  and d_year = 1998
group by s_store_name, s_store_id
order by s_store_name, s_store_id
limit 100;

-- name: D46
select c_last_name, c_first_name, ca_city, bought_city, ss_ticket_number, amt, profit
from (
  select ss_ticket_number, ss_customer_sk, ca_city as bought_city,
         sum(ss_coupon_amt) as amt, sum(ss_net_profit) as profit
  from store_sales, date_dim, store, household_demographics, customer_address
  where ss_sold_date_sk = d_date_sk
    and ss_store_sk = s_store_sk
    and ss_hdemo_sk = hd_demo_sk
    and ss_addr_sk = ca_address_sk
    and (hd_dep_count = 5 or hd_vehicle_count = 3)
    and d_dow in (6, 0)
    and d_year in (1999, 2000, 2001)
    and s_city in ('Midway', 'Fairview')
  group by ss_ticket_number, ss_customer_sk, ss_addr_sk, ca_city) dn,
  customer, customer_address current_addr
where ss_customer_sk = c_customer_sk
  and c_current_addr_sk = current_addr.ca_address_sk
  and current_addr.ca_city <> bought_city
order by c_last_name, c_first_name, ca_city, bought_city, ss_ticket_number, amt, profit
limit 100;

-- name: D52
select d_year, i_brand_id as brand_id, i_brand as brand, sum(ss_ext_sales_price) as ext_price
from date_dim, store_sales, item
where d_date_sk = ss_sold_date_sk
  and ss_item_sk = i_item_sk
  and i_manager_id = 1
  and d_moy = 12
  and d_year = 1998
group by d_year, i_brand, i_brand_id
order by d_year, ext_price desc, brand_id
limit 100;

-- name: D55
select i_brand_id as brand_id, i_brand as brand, sum(ss_ext_sales_price) as ext_price
from date_dim, store_sales, item
where d_date_sk = ss_sold_date_sk
  and ss_item_sk = i_item_sk
  and i_manager_id = 36
  and d_moy = 12
  and d_year = 2001
group by i_brand, i_brand_id
order by ext_price desc, i_brand_id
limit 100;

-- name: D62
select substr(w_warehouse_name, 1, 20) as warehouse, sm_type, web_name,
       sum(case when ws_ship_date_sk - ws_sold_date_sk <= 30 then 1 else 0 end) as days_30,
       sum(case when ws_ship_date_sk - ws_sold_date_sk between 31 and 60 then 1 else 0 end)
         as days_60,
       sum(case when ws_ship_date_sk - ws_sold_date_sk > 60 then 1 else 0 end) as more
from web_sales, warehouse, ship_mode, web_site, date_dim
where d_month_seq between 1212 and 1223
  and ws_ship_date_sk = d_date_sk
  and ws_warehouse_sk = w_warehouse_sk
  and ws_ship_mode_sk = sm_ship_mode_sk
  and ws_web_site_sk = web_site_sk
group by substr(w_warehouse_name, 1, 20), sm_type, web_name
order by 1, 2, 3
limit 100;

-- name: D65
select s_store_name, i_item_desc, sc.revenue, i_current_price, i_wholesale_cost, i_brand
from store, item,
  (select ss_store_sk, avg(revenue) as ave
   from (select ss_store_sk, ss_item_sk, sum(ss_sales_price) as revenue
         from store_sales, date_dim
         where ss_sold_date_sk = d_date_sk and d_month_seq between 1212 and 1223
         group by ss_store_sk, ss_item_sk) sa
   group by ss_store_sk) sb,
  (select ss_store_sk, ss_item_sk, sum(ss_sales_price) as revenue
   from store_sales, date_dim
   where ss_sold_date_sk = d_date_sk and d_month_seq between 1212 and 1223
   group by ss_store_sk, ss_item_sk) sc
where sb.ss_store_sk = sc.ss_store_sk
  and sc.revenue <= 0.1 * sb.ave
  and s_store_sk = sc.ss_store_sk
  and i_item_sk = sc.ss_item_sk
order by s_store_name, i_item_desc, sc.revenue, i_current_price, i_wholesale_cost, i_brand
limit 100;

-- name: D68
select c_last_name, c_first_name, ca_city, bought_city, ss_ticket_number, extended_price
from (
  select ss_ticket_number, ss_customer_sk, ca_city as bought_city,
         sum(ss_ext_sales_price) as extended_price
  from store_sales, date_dim, store, household_demographics, customer_address
  where ss_sold_date_sk = d_date_sk
    and ss_store_sk = s_store_sk
    and ss_hdemo_sk = hd_demo_sk
    and ss_addr_sk = ca_address_sk
    and d_dom between 1 and 2
    and (hd_dep_count = 5 or hd_vehicle_count = 3)
    and d_year in (1999, 2000, 2001)
    and s_city in ('Midway', 'Fairview')
  group by ss_ticket_number, ss_customer_sk, ss_addr_sk, ca_city) dn,
  customer, customer_address current_addr
where ss_customer_sk = c_customer_sk
  and c_current_addr_sk = current_addr.ca_address_sk
  and current_addr.ca_city <> bought_city
order by c_last_name, ss_ticket_number, c_first_name, ca_city, bought_city, extended_price
limit 100;

-- name: D73
select c_last_name, c_first_name, c_salutation, c_preferred_cust_flag, ss_ticket_number, cnt
from (
  select ss_ticket_number, ss_customer_sk, count(*) as cnt
  from store_sales, date_dim, store, household_demographics
  where ss_sold_date_sk = d_date_sk
    and ss_store_sk = s_store_sk
    and ss_hdemo_sk = hd_demo_sk
    and d_dom between 1 and 2
    and (hd_buy_potential = '>10000' or hd_buy_potential = 'Unknown')
    and hd_vehicle_count > 0
    and case when hd_vehicle_count > 0
             then hd_dep_count::numeric / hd_vehicle_count else null end > 1
    and d_year in (1999, 2000, 2001)
  group by ss_ticket_number, ss_customer_sk) dj, customer
where ss_customer_sk = c_customer_sk and cnt between 1 and 5
order by cnt desc, c_last_name, ss_ticket_number, c_first_name;

-- name: D82
select i_item_id, i_item_desc, i_current_price
from item, inventory, date_dim, store_sales
where i_current_price between 30 and 60
  and inv_item_sk = i_item_sk
  and d_date_sk = inv_date_sk
  and d_date between date '2002-05-30' and date '2002-05-30' + 60
  and i_manufact_id in (437, 129, 727, 663)
  and inv_quantity_on_hand between 100 and 500
  and ss_item_sk = i_item_sk
group by i_item_id, i_item_desc, i_current_price
order by i_item_id
limit 100;

-- name: D92
select sum(ws_ext_discount_amt) as excess_discount_amount
from web_sales, item, date_dim
where i_manufact_id = 269
  and i_item_sk = ws_item_sk
  and d_date between date '1998-03-18' and date '1998-03-18' + 90
  and d_date_sk = ws_sold_date_sk
  and ws_ext_discount_amt > (
    select 1.3 * avg(ws_ext_discount_amt)
    from web_sales, date_dim
    where ws_item_sk = i_item_sk
      and d_date between date '1998-03-18' and date '1998-03-18' + 90
      and d_date_sk = ws_sold_date_sk);

-- name: D93
select ss_customer_sk, sum(act_sales) as sumsales
from (
  select ss_customer_sk,
         case when sr_return_quantity is not null
              then (ss_quantity - sr_return_quantity) * ss_sales_price
              else ss_quantity * ss_sales_price end as act_sales
  from store_sales
  left join store_returns on sr_item_sk = ss_item_sk and sr_ticket_number = ss_ticket_number,
  reason
  where sr_reason_sk = r_reason_sk and r_reason_desc = 'Did not like the color') t
group by ss_customer_sk
order by sumsales, ss_customer_sk
limit 100;

-- name: D96
select count(*)
from store_sales, household_demographics, time_dim, store
where ss_sold_time_sk = t_time_sk
  and ss_hdemo_sk = hd_demo_sk
  and ss_store_sk = s_store_sk
  and t_hour = 8
  and t_minute >= 30
  and hd_dep_count = 5
  and s_store_name = 'ese';

-- name: D98
select i_item_id, i_item_desc, i_category, i_class, i_current_price,
       sum(ss_ext_sales_price) as itemrevenue,
       sum(ss_ext_sales_price) * 100 / sum(sum(ss_ext_sales_price)) over (partition by i_class)
         as revenueratio
from store_sales, item, date_dim
where ss_item_sk = i_item_sk
  and i_category in ('Jewelry', 'Sports', 'Books')
  and ss_sold_date_sk = d_date_sk
  and d_date between date '2001-01-12' and date '2001-01-12' + 30
group by i_item_id, i_item_desc, i_category, i_class, i_current_price
order by i_category, i_class, i_item_id, i_item_desc, revenueratio
limit 100;
