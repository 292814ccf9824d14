//! x
#![allow(clippy::all, clippy::unwrap_used, missing_docs)]
use limen_screening::*; use limen_domain::*; use std::time::*;
fn main(){
 let mut s:u64=88172645463325252; let mut r=move |n:usize|{s^=s<<13;s^=s>>7;s^=s<<17;(s>>11) as usize % n};
 let mut g=vec![];let mut l=vec![];
 for f in ["global","us"]{ for row in csv::Reader::from_path(format!("../shared/data/people/synthetic_{f}.csv")).unwrap().records(){let row=row.unwrap(); if row[3].is_ascii()||!row[3].chars().next().unwrap().is_ascii_alphabetic()&&false {g.push(row[1].to_string()); l.push(row[3].to_string());}}}
 let n:usize=std::env::args().nth(1).unwrap().parse().unwrap();
 let list=ListName::parse("x").unwrap();
 let mut b=Builder::default();
 for i in 0..n{ let mut a=Alert::new(list.clone(),AlertId::parse(&format!("A{i}")).unwrap(),Action::Refer);
  let name=format!("{} {}",g[r(g.len())],l[r(l.len())]); let mut c:Vec<char>=name.chars().collect(); let k=r(c.len()-1); c.swap(k,k+1);
  a.names=vec![name, c.into_iter().collect()]; a.birth_dates=vec![format!("{}-{:02}-{:02}",1940+r(60),1+r(12),1+r(28)).parse().unwrap()]; b.add(&a);}
 let t=Instant::now(); let ix=b.finish(); eprintln!("finish {:?} {}MB",t.elapsed(), ix.bytes()/1000000);
 let mut ts=vec![];
 for _ in 0..5000{ let s=Subject{names:vec![WrittenName::from(format!("{} {} {}",g[r(g.len())],g[r(g.len())],l[r(l.len())]).as_str())],birth_date:Some(format!("{}-{:02}-{:02}",1940+r(60),1+r(12),1+r(28)).parse().unwrap()),..Default::default()};
  let t=Instant::now(); std::hint::black_box(ix.screen(&s,jiff::civil::date(2026,1,1))); ts.push(t.elapsed()); }
 ts.sort(); eprintln!("median {:?} p99 {:?} max {:?}",ts[2500],ts[4950],ts[4999]);
}
