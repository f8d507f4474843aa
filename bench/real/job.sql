-- A longer job for SQLite: a table filled by recursion, an index, joins, aggregates, text.
create table item(id integer primary key, kind integer, size integer, name text);
insert into item
  with recursive n(i) as (select 1 union all select i + 1 from n where i < 40000)
  select i, i * 7919 % 53, (i * i * 31 + i * 7) % 10007, printf('item-%05d', i * 31 % 40000) from n;
create index by_kind on item(kind, size);
select 'checksum', count(*), sum(a.size + b.size) from item a join item b on a.kind = b.kind and a.size = b.size + 1;
select 'groups', count(*), max(total) from (select kind, sum(size) as total from item group by kind having total > 1000);
select 'text', count(*) from item where name like '%7%3%' and upper(substr(name, 6)) glob '*1*';
update item set size = size + 1 where kind % 3 = 0;
delete from item where size % 5 = 0;
select 'left', count(*), sum(size), min(name) from item;
